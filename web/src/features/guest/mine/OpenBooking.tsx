import { Button, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { TabTitle } from "../../../components/PageTitle";
import { t } from "../../../text/texts";
import { parseLink } from "./link";
import { storeContact, storeToken } from "./stored-bookings";

interface Props {
  /** The booking in the URL, and its token if the URL contains it. */
  id?: string;
  token?: string | null;
  isNotFound?: boolean;
  onContact?: (contact: string) => void;
}

/** The form that opens a booking: its link, unless the URL contains it, and the contact. */
export function OpenBooking({ id, token, isNotFound = false, onContact }: Props) {
  const navigate = useNavigate();
  const [link, setLink] = useState("");
  const [contact, setContact] = useState("");
  const [errors, setErrors] = useState<{ link?: string; contact?: string }>({});
  const hasLink = id !== undefined && Boolean(token);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const trimmedContact = contact.trim();
    const parsed = parseLink(link);
    setErrors({
      ...(!hasLink && !parsed ? { link: t.guest.mine.linkOdd } : {}),
      ...(trimmedContact ? {} : { contact: t.guest.mine.contactNeeded }),
    });
    if (!trimmedContact) return;
    if (hasLink) onContact?.(trimmedContact);
    else if (parsed) {
      storeToken(parsed.id, parsed.token);
      storeContact(parsed.id, trimmedContact);
      void navigate({ to: "/booking/$bookingId", params: { bookingId: parsed.id }, hash: parsed.token });
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
          {isNotFound && (
            <Text role="alert" c="var(--mantine-color-error)">
              {t.guest.mine.notFound}
            </Text>
          )}
          {!hasLink && (
            <TextInput
              label={t.guest.mine.link}
              required
              size="md"
              autoComplete="off"
              value={link}
              error={errors.link}
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
            error={errors.contact}
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
