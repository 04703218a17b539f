import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { PageTitle } from "../../components/PageTitle";
import { StaffPropertySelect } from "../../components/StaffPropertySelect";
import { settingsTexts } from "../../text/signed-in/settings";
import { t } from "../../text/texts";
import { PropertyForm } from "./PropertyForm";

export function SettingsPage() {
  const { property: selectedId } = useSearch({ from: "/signed-in/settings" });
  const navigate = useNavigate();
  const query = useQuery(propertiesQuery);
  const properties = query.data ?? [];
  const property = properties.find(({ id }) => id === selectedId) ?? properties[0];
  return (
    <Stack gap="lg" maw={760}>
      <PageTitle>{settingsTexts.title}</PageTitle>
      {query.isPending && <Skeleton height={520} radius="md" role="status" aria-label={t.loading} />}
      {query.error && !query.data && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && !property && <Text c="dimmed">{settingsTexts.empty}</Text>}
      {property && (
        <StaffPropertySelect
          properties={properties}
          value={property.id}
          onChange={(id) => void navigate({ to: "/settings", search: { property: id }, replace: true })}
        />
      )}
      {property && <PropertyForm key={property.id} property={property} />}
    </Stack>
  );
}
