import { Badge, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ErrorAlert } from "../../components/ErrorAlert";
import { Section } from "../../components/Section";
import { systemTexts } from "../../text/signed-in/system";
import { t } from "../../text/texts";
import { healthQuery } from "./health";

const COLUMNS = { base: 1, xs: 3 };

export function HealthFacts() {
  const health = useQuery(healthQuery);
  const text = systemTexts.health;
  return (
    <Section title={text.title}>
      {health.isPending && (
        <SimpleGrid cols={COLUMNS} role="status" aria-label={t.loading}>
          {[0, 1, 2].map((index) => (
            <Skeleton key={index} h={52} />
          ))}
        </SimpleGrid>
      )}
      {health.error && <ErrorAlert error={health.error} onRetry={() => void health.refetch()} />}
      {health.data && !health.error && (
        <SimpleGrid cols={COLUMNS}>
          <Fact name={text.service} isGood={health.data.status === "ok"}>
            {health.data.status === "ok" ? text.ok : text.error}
          </Fact>
          <Fact name={text.database} isGood={health.data.database === "connected"}>
            {health.data.database === "connected" ? text.connected : text.disconnected}
          </Fact>
          <Fact name={text.environment} isGood>
            {health.data.environment}
          </Fact>
        </SimpleGrid>
      )}
    </Section>
  );
}

function Fact({ name, isGood, children }: { name: string; isGood: boolean; children: string }) {
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Badge variant="light" size="lg" color={isGood ? "forest" : "clay"}>
        {children}
      </Badge>
    </Stack>
  );
}
