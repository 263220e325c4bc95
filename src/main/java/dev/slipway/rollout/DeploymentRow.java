package dev.slipway.rollout;

import dev.slipway.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;

/** A deployment as its row has it, with the name of its endpoint as {@code endpoint}. */
final class DeploymentRow {

  private DeploymentRow() {}

  static Deployment read(ResultSet row, int number) throws SQLException {
    String step = row.getString("step");
    String abort = row.getString("abort");
    Timestamp finished = row.getTimestamp("finished_at");
    Progress progress =
        new Progress(
            DeploymentState.valueOf(row.getString("state")),
            step == null ? null : StepName.valueOf(step),
            row.getString("waiting_for"),
            row.getString("reason_code"),
            row.getString("reason"),
            row.getString("aws_status"),
            Json.mapper().readValue(row.getString("fleets"), new TypeReference<List<Fleet>>() {}),
            instant(row, "state_since"),
            finished == null ? null : finished.toInstant());
    return new Deployment(
        row.getObject("id", UUID.class),
        row.getObject("endpoint_id", UUID.class),
        row.getString("endpoint"),
        DeploymentKind.valueOf(row.getString("kind")),
        row.getObject("release_id", UUID.class),
        row.getObject("previous_release_id", UUID.class),
        row.getInt("attempt"),
        progress,
        Json.read(row.getString("memory"), Memory.class),
        new KeptPlan(row.getString("plan_hash"), row.getString("plan")),
        row.getString("requested_by"),
        row.getString("requested_reason"),
        row.getLong("tick"),
        row.getLong("version"),
        instant(row, "created_at"),
        abort == null ? null : Json.read(abort, Abort.class),
        row.getObject("compensates", UUID.class));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }
}
