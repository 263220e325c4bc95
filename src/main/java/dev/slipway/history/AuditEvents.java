package dev.slipway.history;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Page;
import dev.slipway.live.EventStreams;
import dev.slipway.web.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The record over HTTP. */
@RestController
class AuditEvents {

  private final History history;
  private final EventFeed feed;
  private final EventStreams streams;
  private final ExportEvents export;

  AuditEvents(History history, EventFeed feed, EventStreams streams, ExportEvents export) {
    this.history = history;
    this.feed = feed;
    this.streams = streams;
    this.export = export;
  }

  @GetMapping(path = "/v1/audit-events", produces = MediaType.APPLICATION_JSON_VALUE)
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  Page<AuditEvent> list(
      EventFilter filter, PageRequest page, @AuthenticationPrincipal Principal caller) {
    return history.events(filter.seenBy(caller.reach(Role.VIEWER)), page);
  }

  /**
   * The same as it happens: from now on, or from {@code created_after} on.
   *
   * @param deployments whether deployments are told of too, so that a page needs one stream alone
   */
  @GetMapping(path = "/v1/audit-events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  void stream(
      EventFilter filter,
      @RequestParam(defaultValue = "false") boolean deployments,
      @AuthenticationPrincipal Principal caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var telling = feed.telling(filter, filter.createdAfter() != null);
    if (deployments) streams.tellBeside(telling, caller, request, response);
    else streams.tell(telling, caller, request, response);
  }

  /** All of it, one JSON object a line. */
  @GetMapping(path = "/v1/audit-events", produces = MediaType.APPLICATION_NDJSON_VALUE)
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  void export(
      EventFilter filter,
      @AuthenticationPrincipal Principal caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
    if (!request.getMethod().equals("HEAD")) {
      export.write(filter.seenBy(caller.reach(Role.VIEWER)), response.getOutputStream());
    }
  }

  @GetMapping("/v1/audit-events/verification")
  @Needs(value = Role.VIEWER, where = Where.OF_SUBJECT)
  History.Verification verify(
      @RequestParam("subject_type") String subjectType, @RequestParam("subject") String subject) {
    return history.verify(subjectType, subject);
  }

  @GetMapping(path = "/v1/deployments/{id}/events", produces = MediaType.APPLICATION_JSON_VALUE)
  @Needs(value = Role.VIEWER, where = Where.OF_DEPLOYMENT)
  Page<AuditEvent> ofDeployment(@PathVariable("id") UUID id, PageRequest page) {
    return history.ofDeployment(id, page);
  }

  /** The same as it happens: from the first event on. */
  @GetMapping(path = "/v1/deployments/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Needs(value = Role.VIEWER, where = Where.OF_DEPLOYMENT)
  void streamOfDeployment(
      @PathVariable("id") UUID id,
      @AuthenticationPrincipal Principal caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    history.requireDeployment(id);
    streams.tell(feed.telling(EventFilter.ofDeployment(id), true), caller, request, response);
  }
}
