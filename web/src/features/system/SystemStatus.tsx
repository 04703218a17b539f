import { Badge, Code, Group, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { propertiesQuery } from "../../api/properties";
import { ErrorAlert } from "../../components/ErrorAlert";
import { Section } from "../../components/Section";
import { formatMoment } from "../../format/dates";
import { systemTexts } from "../../text/signed-in/system";
import { t } from "../../text/texts";
import { Charts } from "./Charts";
import { type System, systemQuery } from "./system";

const text = systemTexts.running;

/** The release, the database schema, the processes, and charts of the last hour. */
export function SystemStatus() {
  const system = useQuery(systemQuery);
  const timezone = useQuery(propertiesQuery).data?.[0]?.timezone ?? "UTC";
  if (system.isPending) return <Skeleton height={420} radius="md" role="status" aria-label={t.loading} />;
  if (!system.data) return <ErrorAlert error={system.error} onRetry={() => void system.refetch()} />;
  return (
    <>
      {system.error && <ErrorAlert error={system.error} onRetry={() => void system.refetch()} />}
      <Section title={text.title}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
          <Fact name={text.version}>
            {system.data.version} <Code>{system.data.revision}</Code>
          </Fact>
          <Fact name={text.schema}>
            <Group gap="xs">
              {system.data.database.schema.current ?? text.noSchema}
              <Badge variant="light" color={system.data.database.schema.atHead ? "forest" : "clay"}>
                {system.data.database.schema.atHead
                  ? text.atHead
                  : text.behind(system.data.database.schema.head)}
              </Badge>
            </Group>
          </Fact>
          <Fact name={text.since}>{formatMoment(system.data.startedAt, timezone)}</Fact>
        </SimpleGrid>
        <Processes processes={system.data.processes} timezone={timezone} />
      </Section>
      <Section title={text.lastHour}>
        <Charts history={system.data.history} timezone={timezone} />
      </Section>
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="div">{children}</Text>
    </Stack>
  );
}

function Processes({ processes, timezone }: { processes: System["processes"]; timezone: string }) {
  if (processes.length === 0) return <Text c="dimmed">{text.noProcesses}</Text>;
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label={text.processes}>
      {processes.map((process) => (
        <li key={process.id}>
          <Group gap="xs">
            <Badge variant="default">{text.kinds[process.kind]}</Badge>
            <Text size="sm">
              {text.process(
                process.version,
                formatMoment(process.startedAt, timezone),
                Math.round(process.memoryBytes / 1e6),
              )}
            </Text>
          </Group>
        </li>
      ))}
    </Stack>
  );
}
