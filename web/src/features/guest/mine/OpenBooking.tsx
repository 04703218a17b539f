import { Button, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { TabTitle } from "../../../components/PageTitle";
import { t } from "../../../text/texts";
import { keepContact, keepLink } from "./kept";
import { readLink } from "./link";

interface Props {
  /** The booking that an address names already, and its token if that was there too. */
  id?: string;
  token?: string | null;
  failed?: boolean;
  onContact?: (contact: string) => void;
}

/** Both halves of what opens a booking: the link, unless the address has it, and the contact. */
export function OpenBooking({ id, token, failed = false, onContact }: Props) {
  const navigate = useNavigate();
  const [link, setLink] = useState("");
  const [contact, setContact] = useState("");
  const [wrong, setWrong] = useState<{ link?: string; contact?: string }>({});
  const whole = id !== undefined && Boolean(token);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = contact.trim();
    const read = readLink(link);
    setWrong({
      ...(!whole && !read ? { link: t.guest.mine.linkOdd } : {}),
      ...(typed ? {} : { contact: t.guest.mine.contactNeeded }),
    });
    if (!typed) return;
    if (whole) onContact?.(typed);
    else if (read) {
      keepLink(read.id, read.token);
      keepContact(read.id, typed);
      void navigate({ to: "/booking/$bookingId", params: { bookingId: read.id }, hash: read.token });
    }
  };
  return (
    <Paper withBorder p="xl" maw={520} mx="auto" mt="md">
      <form noValidate onSubmit={submit}>
        <TabTitle>{t.guest.mine.openTitle}</TabTitle>
        <Stack>
          <div>
            <Title order={1} size="h2">
              {t.guest.mine.openTitle}
            </Title>
            <Text c="dimmed">{t.guest.mine.openHint}</Text>
          </div>
          {failed && (
            <Text role="alert" c="var(--mantine-color-error)">
              {t.guest.mine.notFound}
            </Text>
          )}
          {!whole && (
            <TextInput
              label={t.guest.mine.link}
              required
              size="md"
              autoComplete="off"
              value={link}
              error={wrong.link}
              onChange={(event) => setLink(event.currentTarget.value)}
            />
          )}
          <TextInput
            label={t.guest.mine.contact}
            description={t.guest.mine.contactHint}
            required
            size="md"
            autoComplete="email"
            value={contact}
            error={wrong.contact}
            onChange={(event) => setContact(event.currentTarget.value)}
          />
          <Button type="submit" size="md">
            {t.guest.mine.open}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
