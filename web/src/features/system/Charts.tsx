import "@mantine/charts/styles.css";
import { AreaChart } from "@mantine/charts";
import { SimpleGrid, Stack, Text } from "@mantine/core";
import { formatTime } from "../../format/dates";
import { systemTexts } from "../../text/signed-in/system";
import { minutesOf, SHOWN, type Shown } from "./minutes";
import type { Minute } from "./system";

const text = systemTexts.running;

/** The last hour, minute by minute, of all web processes together. */
export function Charts({ history, zone }: { history: Minute[]; zone: string }) {
  if (history.length === 0) return <Text c="dimmed">{text.noHistory}</Text>;
  const minutes = minutesOf(history).map((minute) => ({ ...minute, at: formatTime(minute.minute, zone) }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl">
      {SHOWN.map((name) => (
        <Chart key={name} name={name} minutes={minutes} latest={minutes.at(-1)?.[name] ?? null} />
      ))}
    </SimpleGrid>
  );
}

interface Props {
  name: Shown;
  minutes: Record<string, string | number | null>[];
  latest: number | null;
}

function Chart({ name, minutes, latest }: Props) {
  const words = text.charts[name];
  return (
    <Stack
      gap={4}
      component="figure"
      m={0}
      aria-label={`${words.name}: ${latest ?? text.none} ${words.unit}`}
    >
      <Text component="figcaption" size="sm" c="dimmed">
        {words.name}
      </Text>
      <Text fw={600}>
        {latest ?? text.none} {words.unit}
      </Text>
      <AreaChart
        aria-hidden
        h={90}
        data={minutes}
        dataKey="at"
        series={[{ name, label: words.name, color: name === "failures" ? "clay.6" : "forest.6" }]}
        curveType="linear"
        withDots={false}
        withYAxis={false}
        withXAxis={false}
        gridAxis="none"
        connectNulls={false}
        areaChartProps={{ accessibilityLayer: false }}
      />
    </Stack>
  );
}
