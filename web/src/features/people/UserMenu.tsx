import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { Problem } from "../../api/client";
import { confirmAction } from "../../components/confirm-action";
import { refusalText } from "../../text/public/refusals";
import { peopleTexts } from "../../text/signed-in/people";
import { t } from "../../text/texts";
import { may, useMe } from "../session/session";
import { ChangeUserModal } from "./ChangeUserModal";
import { RoleModal } from "./RoleModal";
import { type User, type UserAction, useUserAction } from "./users";

/** The actions for the account of another user. */
export function UserMenu({ user }: { user: User }) {
  const me = useMe();
  const userAction = useUserAction(user);
  const [isChangeOpen, changeModal] = useDisclosure();
  const [isRoleOpen, roleModal] = useDisclosure();
  const { actions, done, questions } = peopleTexts;
  const perform = (action: UserAction, doneText: (name: string) => string) =>
    userAction.mutate(action, {
      onSuccess: () => notifications.show({ message: doneText(user.name) }),
      onError: (error) =>
        notifications.show({
          color: "clay",
          role: "alert",
          message: error instanceof Problem ? refusalText(error) : t.errors.unreachable,
        }),
    });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="default"
            size="lg"
            loading={userAction.isPending}
            aria-label={peopleTexts.menuOf(user.name)}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may(me, "users:change") && <Menu.Item onClick={changeModal.open}>{actions.change}</Menu.Item>}
          {may(me, "users:change_role") && <Menu.Item onClick={roleModal.open}>{actions.role}</Menu.Item>}
          {may(me, "users:send_reset") && user.active && (
            <Menu.Item onClick={() => perform("send-reset", done.reset)}>{actions.reset}</Menu.Item>
          )}
          {may(me, "users:sign_out") && user.active && (
            <Menu.Item
              onClick={() =>
                confirmAction({
                  title: questions.signOut(user.name),
                  message: questions.signOutWhy,
                  confirm: actions.signOut,
                  onConfirm: () => perform("sign-out", done.signOut),
                })
              }
            >
              {actions.signOut}
            </Menu.Item>
          )}
          {may(me, "users:deactivate") && user.active && (
            <Menu.Item
              color="clay"
              onClick={() =>
                confirmAction({
                  title: questions.deactivate(user.name),
                  message: questions.deactivateWhy,
                  confirm: actions.deactivate,
                  onConfirm: () => perform("deactivate", done.deactivate),
                })
              }
            >
              {actions.deactivate}
            </Menu.Item>
          )}
          {may(me, "users:deactivate") && !user.active && (
            <Menu.Item onClick={() => perform("activate", done.activate)}>{actions.activate}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ChangeUserModal user={user} opened={isChangeOpen} onClose={changeModal.close} />
      <RoleModal user={user} opened={isRoleOpen} onClose={roleModal.close} />
    </>
  );
}
