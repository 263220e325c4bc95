package dev.slipway.promotion;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Plan;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.promotion.Promotion.Started;
import dev.slipway.rollout.DeploymentState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;

/** How a promotion is read from its row. */
final class PromotionRow {

  private static final String COLUMNS =
      """
      select p.id, m.name as model, v.name as version, f.name as source, t.name as target,
             coalesce(e.name, t.name || '-' || m.name) as endpoint, p.outcome, p.deployment_id,
             d.state, p.supersede, p.may_supersede, p.supersedes, p.refusal, p.reason, p.requested_by, p.created_at, p.gates,
             p.break_glass, p.expires_at,
      """;

  private static final String JOINED =
      """
       p
      join model m on m.id = p.model_id
      join model_version v on v.id = p.model_version_id
      join environment t on t.id = p.to_environment_id
      left join endpoint e on e.id = p.endpoint_id
      left join environment f on f.id = p.from_environment_id
      left join deployment d on d.id = p.deployment_id
      """;

  /** A whole promotion. */
  static final String WHOLE = COLUMNS + Decisions.COLUMN + ", p.plan from promotion" + JOINED;

  private static final TypeReference<List<GateVerdict>> GATES = new TypeReference<>() {};
  private static final TypeReference<List<Decision>> DECISIONS = new TypeReference<>() {};

  private PromotionRow() {}

  /** Promotions without their large columns, from a table of promotions. */
  static String shortOnes(String some) {
    return COLUMNS + Decisions.COLUMN + ", null as plan from " + some + JOINED;
  }

  static Promotion read(ResultSet row, int number) throws SQLException {
    UUID deployment = row.getObject("deployment_id", UUID.class);
    Timestamp expires = row.getTimestamp("expires_at");
    String plan = row.getString("plan");
    Outcome outcome = Outcome.valueOf(row.getString("outcome"));
    // Why the promotion has not begun: for good, or until now.
    String kept = row.getString("refusal");
    return new Promotion(
        row.getObject("id", UUID.class),
        row.getString("model"),
        row.getString("version"),
        row.getString("source"),
        row.getString("target"),
        row.getString("endpoint"),
        outcome,
        deployment == null
            ? null
            : new Started(deployment, DeploymentState.valueOf(row.getString("state"))),
        row.getBoolean("supersede"),
        row.getObject("may_supersede", UUID.class),
        row.getObject("supersedes", UUID.class),
        outcome.waits() ? null : kept,
        outcome.waits() ? kept : null,
        row.getString("reason"),
        row.getString("requested_by"),
        row.getTimestamp("created_at").toInstant(),
        Json.mapper().readValue(row.getString("gates"), GATES),
        Json.mapper().readValue(row.getString("decisions"), DECISIONS),
        row.getString("break_glass"),
        expires == null ? null : expires.toInstant(),
        plan == null ? null : Json.read(plan, Plan.class));
  }
}
