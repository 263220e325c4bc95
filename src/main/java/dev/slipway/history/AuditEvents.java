package dev.slipway.history;

import dev.slipway.access.Needs;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Failure;
import dev.slipway.base.Page;
import dev.slipway.web.PageRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The record over HTTP. */
@RestController
class AuditEvents {

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final History history;

  AuditEvents(History history) {
    this.history = history;
  }

  @GetMapping("/v1/audit-events")
  @Needs(value = Role.VIEWER, where = Where.OF_SUBJECT)
  Page<AuditEvent> list(
      @RequestParam(name = "subject_type", required = false) @Nullable String subjectType,
      @RequestParam(name = "subject", required = false) @Nullable String subject,
      @RequestParam(name = "actor", required = false) @Nullable String actor,
      @RequestParam(name = "type", required = false) @Nullable String type,
      @RequestParam(name = "deployment", required = false) @Nullable UUID deployment,
      @RequestParam(name = "created_after", required = false) @Nullable Instant createdAfter,
      PageRequest page) {
    requireStorable(createdAfter);
    return history.events(
        new EventFilter(subjectType, subject, actor, type, deployment, createdAfter), page);
  }

  /** Postgres keeps no more than that, and nothing happened outside of it. */
  private static void requireStorable(@Nullable Instant time) {
    if (time != null && (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST))) {
      throw Failure.Invalid.field(
          "created_after", "created_after must be a time between the years 1970 and 9999.");
    }
  }

  @GetMapping("/v1/audit-events/verification")
  @Needs(value = Role.VIEWER, where = Where.OF_SUBJECT)
  History.Verification verify(
      @RequestParam("subject_type") String subjectType, @RequestParam("subject") String subject) {
    return history.verify(subjectType, subject);
  }

  @GetMapping("/v1/deployments/{id}/events")
  @Needs(value = Role.VIEWER, where = Where.OF_DEPLOYMENT)
  Page<AuditEvent> ofDeployment(@PathVariable("id") UUID id, PageRequest page) {
    return history.ofDeployment(id, page);
  }
}
