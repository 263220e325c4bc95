package dev.slipway.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers who they are. */
@RestController
class MeController {

  /**
   * Who is asking.
   *
   * @param scopes what the token is good for; left out when it is for all that was granted
   * @param expiresAt when the token expires, in wall time; left out when it does not
   */
  record Me(
      String name,
      Principal.Kind kind,
      String displayName,
      List<StatedGrant> grants,
      @Nullable List<StatedGrant> scopes,
      @Nullable Instant expiresAt) {}

  @GetMapping("/v1/me")
  @NeedsNoRole
  Me me(@AuthenticationPrincipal Principal caller) {
    List<Grant> scopes = caller.permissions().scopes();
    return new Me(
        caller.name(),
        caller.kind(),
        caller.displayName(),
        stated(caller.permissions().grants()),
        scopes == null ? null : stated(scopes),
        caller.until());
  }

  private static List<StatedGrant> stated(List<Grant> grants) {
    return grants.stream().map(StatedGrant::of).toList();
  }
}
