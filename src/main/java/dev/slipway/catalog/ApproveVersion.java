package dev.slipway.catalog;

import dev.slipway.access.Principal;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Ids;
import dev.slipway.base.Timestamps;
import dev.slipway.catalog.VersionApproval.Status;
import dev.slipway.cloud.CloudClock;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * People's decisions on a version: to approve it, or to take the approval back. Every decision
 * stays on record, and the last one holds.
 */
@Component
class ApproveVersion {

  private final Versions versions;
  private final JdbcClient jdbc;
  private final CloudClock clock;
  private final ApplicationEventPublisher facts;

  ApproveVersion(
      Versions versions, JdbcClient jdbc, CloudClock clock, ApplicationEventPublisher facts) {
    this.versions = versions;
    this.jdbc = jdbc;
    this.clock = clock;
    this.facts = facts;
  }

  /**
   * Approves a version.
   *
   * @throws Conflict {@code already-approved}
   */
  @Transactional
  ModelVersion approve(String model, String version, String reason, Principal by) {
    ModelVersion found = locked(model, version);
    if (found.approved()) {
      throw new Conflict(
          "already-approved",
          "Version %s of %s is approved already.".formatted(version, model),
          path(found));
    }
    return decide(found, Status.APPROVED, reason, by);
  }

  /**
   * Takes an approval back.
   *
   * @throws Conflict {@code not-approved}
   */
  @Transactional
  ModelVersion withdraw(String model, String version, String reason, Principal by) {
    ModelVersion found = locked(model, version);
    if (!found.approved()) {
      throw new Conflict(
          "not-approved",
          "Version %s of %s is not approved, so there is nothing to withdraw."
              .formatted(version, model),
          path(found));
    }
    return decide(found, Status.WITHDRAWN, reason, by);
  }

  /** The version, locked, so that a second decision sees the first. */
  private ModelVersion locked(String model, String version) {
    ModelVersion found = versions.byName(model, version);
    jdbc.sql("select id from model_version where id = ? for update")
        .param(found.id())
        .query((row, number) -> true)
        .single();
    return versions.byId(found.id());
  }

  private ModelVersion decide(ModelVersion version, Status status, String reason, Principal by) {
    Instant now = clock.now();
    jdbc.sql(
            """
            insert into version_approval (id, model_version_id, status, reason, decided_by, decided_at)
            values (:id, :version, :status, :reason, :by, :now)
            """)
        .param("id", Ids.next())
        .param("version", version.id())
        .param("status", status.name())
        .param("reason", reason)
        .param("by", by.name())
        .param("now", Timestamps.utc(now))
        .update();
    boolean approved = status == Status.APPROVED;
    facts.publishEvent(
        new Fact(
            "model",
            version.model(),
            approved ? "version.approved" : "version.approval-withdrawn",
            by.name(),
            (approved ? "Approved version " : "Withdrew the approval of version ")
                + version.name()
                + " of "
                + version.model()
                + ": "
                + reason,
            null,
            Map.of("version", version.name(), "reason", reason),
            now));
    return versions.byId(version.id());
  }

  private static String path(ModelVersion version) {
    return "/v1/models/%s/versions/%s".formatted(version.model(), version.name());
  }
}
