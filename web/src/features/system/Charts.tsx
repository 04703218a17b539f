import "@mantine/charts/styles.css";
import { AreaChart } from "@mantine/charts";
import { SimpleGrid, Stack, Text } from "@mantine/core";
import { formatTime } from "../../format/dates";
import { systemTexts } from "../../text/signed-in/system";
import { chartPoints, METRICS, type Metric } from "./chart-points";
import type { Minute } from "./system";

const text = systemTexts.running;

/** Charts of the last hour by minute, for all web processes together. */
export function Charts({ history, timezone }: { history: Minute[]; timezone: string }) {
  if (history.length === 0) return <Text c="dimmed">{text.noHistory}</Text>;
  const minutes = chartPoints(history).map((minute) => ({
    ...minute,
    at: formatTime(minute.minute, timezone),
  }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="xl">
      {METRICS.map((name) => (
        <Chart key={name} name={name} minutes={minutes} latest={minutes.at(-1)?.[name] ?? null} />
      ))}
    </SimpleGrid>
  );
}

interface Props {
  name: Metric;
  minutes: Record<string, string | number | null>[];
  latest: number | null;
}

function Chart({ name, minutes, latest }: Props) {
  const texts = text.charts[name];
  return (
    <Stack
      gap={4}
      component="figure"
      m={0}
      aria-label={`${texts.name}: ${latest ?? text.none} ${texts.unit}`}
    >
      <Text component="figcaption" size="sm" c="dimmed">
        {texts.name}
      </Text>
      <Text fw={600}>
        {latest ?? text.none} {texts.unit}
      </Text>
      <AreaChart
        aria-hidden
        h={90}
        data={minutes}
        dataKey="at"
        series={[{ name, label: texts.name, color: name === "failures" ? "clay.6" : "forest.6" }]}
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
