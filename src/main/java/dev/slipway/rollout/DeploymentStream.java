package dev.slipway.rollout;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.live.EventStreams;
import dev.slipway.web.StatedChoice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The list of deployments as it changes, from now on. */
@RestController
class DeploymentStream {

  private final DeploymentFeed feed;
  private final EventStreams streams;

  DeploymentStream(DeploymentFeed feed, EventStreams streams) {
    this.feed = feed;
    this.streams = streams;
  }

  @GetMapping(path = "/v1/deployments", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  void stream(
      @RequestParam(required = false) @Nullable String endpoint,
      @RequestParam(required = false) @Nullable String environment,
      @RequestParam(required = false) @Nullable String state,
      @AuthenticationPrincipal Principal caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var wanted =
        new DeploymentFeed.Wanted(
            endpoint, environment, StatedChoice.read("state", state, DeploymentState.values()));
    streams.tell(feed.telling(wanted), caller, request, response);
  }
}
