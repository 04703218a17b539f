import { SimpleGrid, Stack } from "@mantine/core";
import { PageTitle } from "../../components/PageTitle";
import { accountTexts } from "../../text/signed-in/account";
import { PasswordForm } from "./PasswordForm";
import { ProfileForm } from "./ProfileForm";
import { Sessions } from "./Sessions";

export function AccountPage() {
  return (
    <Stack gap="lg">
      <PageTitle>{accountTexts.title}</PageTitle>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <ProfileForm />
        <PasswordForm />
      </SimpleGrid>
      <Sessions />
    </Stack>
  );
}
