import { NavLink } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMe } from "../features/session/session";
import { placesOf } from "./places";
import classes from "./shell.module.css";

/** The list of places; the one that is open is marked for eyes and for screen readers. */
export function Navigation({ onGo }: { onGo?: () => void }) {
  const me = useMe();
  return placesOf(me).map(({ label, to, icon: Icon, exact }) => (
    <Link
      key={to}
      to={to}
      className={classes.place}
      activeOptions={{ exact: exact ?? false, includeSearch: false }}
      {...(onGo && { onClick: onGo })}
    >
      {({ isActive }) => (
        <NavLink component="span" active={isActive} label={label()} leftSection={<Icon size={20} aria-hidden />} />
      )}
    </Link>
  ));
}
