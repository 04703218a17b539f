// Router links with the look of Mantine's Anchor and Button.
import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithRef } from "react";

type AnchorLinkProps = AnchorProps & Omit<ComponentPropsWithRef<"a">, keyof AnchorProps>;
type ButtonLinkProps = ButtonProps & Omit<ComponentPropsWithRef<"a">, keyof ButtonProps>;

export const LinkAnchor = createLink((props: AnchorLinkProps) => <Anchor {...props} />);
export const LinkButton = createLink((props: ButtonLinkProps) => <Button component="a" {...props} />);
