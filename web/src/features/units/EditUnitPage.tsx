import { Grid, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { unitQuery } from "../../api/units";
import { ErrorAlert } from "../../components/ErrorAlert";
import { LinkButton } from "../../components/links";
import { PageTitle } from "../../components/PageTitle";
import { unitsTexts } from "../../text/signed-in/units";
import { t } from "../../text/texts";
import { BackToUnits } from "./BackToUnits";
import { EditUnitForm } from "./EditUnitForm";
import { Photos } from "./Photos";
import { UnitSaleStatus } from "./UnitSaleStatus";

/** A form starts from newer data than a page that only shows the unit. In milliseconds. */
const EDITED_STALE_TIME = 10_000;

/** The page that edits a unit, its photos and whether it is on sale. */
export function EditUnitPage() {
  const { unitId } = useParams({ from: "/signed-in/units/$unitId/edit" });
  const query = useQuery({ ...unitQuery(unitId), staleTime: EDITED_STALE_TIME });
  const unit = query.data;
  return (
    <Stack gap="lg">
      <BackToUnits property={unit?.propertyId} />
      {query.error && !unit && <ErrorAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={640} radius="md" role="status" aria-label={t.loading} />}
      {unit && (
        <>
          <PageTitle
            actions={
              <LinkButton to="/units/$unitId" params={{ unitId }} variant="default">
                {unitsTexts.seeIt}
              </LinkButton>
            }
          >
            {unit.name}
          </PageTitle>
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, md: 7 }}>
              <EditUnitForm key={unit.id} unit={unit} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 5 }}>
              <Stack gap="lg">
                <Photos unit={unit} />
                <UnitSaleStatus unit={unit} />
              </Stack>
            </Grid.Col>
          </Grid>
        </>
      )}
    </Stack>
  );
}
