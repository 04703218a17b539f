// Links of the router that look like the component library's.
import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ComponentPropsWithRef } from "react";

type OfAnchor = AnchorProps & Omit<ComponentPropsWithRef<"a">, keyof AnchorProps>;
type OfButton = ButtonProps & Omit<ComponentPropsWithRef<"a">, keyof ButtonProps>;

export const LinkAnchor = createLink((props: OfAnchor) => <Anchor {...props} />);
export const LinkButton = createLink((props: OfButton) => <Button component="a" {...props} />);
