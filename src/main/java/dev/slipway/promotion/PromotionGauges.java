package dev.slipway.promotion;

import dev.slipway.base.Timestamps;
import dev.slipway.cloud.CloudClock;
import dev.slipway.monitoring.ReadGauges;
import dev.slipway.monitoring.RecordedGauge;
import dev.slipway.promotion.Promotion.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The promotions that wait, and what keeps them. */
@Component
class PromotionGauges implements ReadGauges {

  private static final RecordedGauge WAITING =
      RecordedGauge.count(
          "slipway.promotions.waiting",
          "Promotions that wait: WAITING for an update to end, PENDING_APPROVAL for their gates",
          "environment",
          "outcome");
  private static final RecordedGauge LONGEST =
      RecordedGauge.seconds(
          "slipway.promotions.waiting.longest",
          "How long ago the oldest of them was asked for, in AWS's time",
          "environment",
          "outcome");
  private static final RecordedGauge PUT_OFF =
      RecordedGauge.count(
          "slipway.promotions.put.off",
          "Promotions whose turn has come and that something else keeps from beginning, such as"
              + " AWS refusing Slipway",
          "environment");
  private static final RecordedGauge PAUSED =
      RecordedGauge.count(
          "slipway.promotions.paused",
          "Models that the environment does not take by itself since a rollback, until an approver"
              + " resumes them",
          "environment");

  private static final String[] OUTCOMES = {
    Outcome.WAITING.name(), Outcome.PENDING_APPROVAL.name()
  };

  private final JdbcClient jdbc;
  private final CloudClock clock;

  PromotionGauges(JdbcClient jdbc, CloudClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public List<RecordedGauge.Value> read() {
    List<RecordedGauge.Value> values = new ArrayList<>();
    waiting(values);
    perEnvironment(values);
    return values;
  }

  private void waiting(List<RecordedGauge.Value> values) {
    Instant now = clock.now();
    jdbc.sql(
            """
            select e.name, o.outcome, count(p.id) as promotions, min(p.created_at) as since
            from environment e cross join unnest(:outcomes::text[]) as o (outcome)
            left join (select * from promotion where outcome in ('WAITING', 'PENDING_APPROVAL')) p
              on p.to_environment_id = e.id and p.outcome = o.outcome
            group by e.name, o.outcome
            """)
        .param("outcomes", OUTCOMES)
        .query(row -> {
          String environment = row.getString("name");
          String outcome = row.getString("outcome");
          values.add(WAITING.value(row.getInt("promotions"), environment, outcome));
          values.add(
              LONGEST.lasting(Timestamps.readIfAny(row, "since"), now, environment, outcome));
        });
  }

  private void perEnvironment(List<RecordedGauge.Value> values) {
    jdbc.sql(
            """
            select e.name,
                   (select count(refusal) from promotion
                    where to_environment_id = e.id and outcome in ('WAITING', 'PENDING_APPROVAL'))
                     as put_off,
                   (select count(paused_at) from auto_promotion
                    where environment_id = e.id and r.profile -> 'auto_promotion' = 'true')
                     as paused
            from environment e
            join environment_revision r on r.environment_id = e.id and r.revision = e.revision
            """)
        .query(row -> {
          String environment = row.getString("name");
          values.add(PUT_OFF.value(row.getInt("put_off"), environment));
          values.add(PAUSED.value(row.getInt("paused"), environment));
        });
  }
}
