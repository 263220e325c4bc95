package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.endpoint.Drift;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.LookForDrift;
import dev.slipway.endpoint.LookForDrift.Found;
import dev.slipway.endpoint.RecordDrift;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a look or a repair that comes too late would say is over, and stays off the record. */
@Conforming
class LateLookTests extends DriftStage {

  @Test
  void aLookThatComesTooLateChangesNothingOnRecord() {
    Endpoint seen = rehearsal.api().bean(Endpoints.class).named(endpoint);
    StoreDrift store = rehearsal.api().bean(StoreDrift.class);
    Instant before = store.lastLook(seen);
    Found found = rehearsal.api().bean(LookForDrift.class).look(seen, null);
    rehearsal.aws().alarms().changeThreshold(endpoint + "-5xx-errors", 50);
    rehearsal.advance(Duration.ofMinutes(31));
    look();
    assertThat(state()).isEqualTo("DRIFTED");

    store.unanswered(seen, before);
    assertThat(state()).as("another look is newer").isEqualTo("DRIFTED");
    assertThat(store.found(seen, found, before)).isEmpty();
    assertThat(state()).isEqualTo("DRIFTED");

    UUID update = rehearsal.promote("v2", environment);
    store.unanswered(seen, store.lastLook(seen));
    assertThat(state()).as("a deployment has begun").isEqualTo("DEPLOYING");
    assertThat(rehearsal.untilEnd(update).at("/state")).isEqualTo("SUCCEEDED");
    store.unanswered(seen, store.lastLook(seen));
    assertThat(state()).as("the endpoint is another one by now").isEqualTo("DEPLOYING");
  }

  @Test
  void aLookByAMachineWhoseClockWasAheadKeepsNoLaterOneFromTheRecord() {
    assertThat(
            rehearsal
                .api()
                .bean(JdbcClient.class)
                .sql(
                    """
                    update endpoint_drift set looked_at = looked_at + interval '1 day'
                    where endpoint_id = ?
                    """)
                .param(rehearsal.api().bean(Endpoints.class).named(endpoint).id())
                .update())
        .isEqualTo(1);
    assertThat(live("v2").at("/state")).isEqualTo("SUCCEEDED");
    look();
    assertThat(state()).isEqualTo("IN_SYNC");
  }

  @Test
  void whoIsLateWithARepairThatIsOverTakesNoOtherOffTheRecord() {
    UUID over = UUID.fromString(live("v2").at("/id"));
    UUID other = UUID.fromString(live("v1").at("/id"));
    rehearsal.aws().alarms().changeThreshold(endpoint + "-high-latency", 1);
    look();
    Endpoint seen = rehearsal.api().bean(Endpoints.class).named(endpoint);
    RecordDrift record = rehearsal.api().bean(RecordDrift.class);
    StoreDrift store = rehearsal.api().bean(StoreDrift.class);
    record.repairing(seen.id(), over);
    Found found = rehearsal.api().bean(LookForDrift.class).look(seen, null);
    Drift late = store.found(seen, found, store.lastLook(seen)).orElseThrow();

    record.repairing(seen.id(), other);
    rehearsal.api().bean(RepairDrift.class).consider(seen, late);

    assertThat(drift().at("/repair_deployment")).isEqualTo(other.toString());
  }
}
