import { NavLink } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMe } from "../features/session/session";
import { visibleItems } from "./navigation";
import classes from "./shell.module.css";

/** The links of the main navigation. The open one is marked visually and for screen readers. */
export function NavigationLinks({ onNavigate }: { onNavigate?: () => void }) {
  const me = useMe();
  return visibleItems(me).map(({ label, to, icon: Icon, exact }) => (
    <Link
      key={to}
      to={to}
      className={classes.link}
      activeOptions={{ exact: exact ?? false, includeSearch: false }}
      {...(onNavigate && { onClick: onNavigate })}
    >
      {({ isActive }) => (
        <NavLink
          component="span"
          active={isActive}
          label={label()}
          leftSection={<Icon size={20} aria-hidden />}
        />
      )}
    </Link>
  ));
}
