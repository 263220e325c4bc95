package dev.slipway.environment;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Failure.Invalid;
import dev.slipway.base.Page;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Environments over HTTP. */
@RestController
@RequestMapping("/v1/environments")
class EnvironmentController {

  private final Environments environments;
  private final TransactionTemplate transaction;

  EnvironmentController(Environments environments, TransactionTemplate transaction) {
    this.environments = environments;
    this.transaction = transaction;
  }

  /**
   * A request for an environment.
   *
   * @param dryRun as in {@link EnvironmentChange}
   */
  record EnvironmentInput(
      String name, @Nullable String preset, JsonNode profile, @Nullable Boolean dryRun) {

    NewEnvironment wanted() {
      return new NewEnvironment(name, preset, profile);
    }
  }

  /**
   * A request for a change of an environment.
   *
   * @param profile a merge patch (RFC 7396) of the profile
   * @param dryRun what the parameter of that name says, or null. A service that knows of no dry run
   *     refuses this member; it would pass over the parameter, and make the change
   */
  record EnvironmentChange(JsonNode profile, @Nullable Boolean dryRun) {}

  @PostMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  @Idempotent
  ResponseEntity<Environment> create(
      @RequestBody EnvironmentInput input,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Supplier<Environment> making = () -> environments.create(input.wanted(), caller);
    if (isDry(dryRun, input.dryRun())) return takenBack(making);
    Environment environment = making.get();
    return Preconditions.made(
        "/v1/environments/" + environment.name(), environment, environment.rowVersion());
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  Page<Environment> list(PageRequest page, @AuthenticationPrincipal Principal caller) {
    return environments.list(caller.reach(Role.VIEWER), page);
  }

  @GetMapping("/{environment}")
  @Needs(value = Role.VIEWER, where = Where.IN_ENVIRONMENT)
  ResponseEntity<Environment> get(@PathVariable String environment) {
    return tagged(environments.byName(environment));
  }

  @PatchMapping("/{environment}")
  @Needs(value = Role.ADMIN, where = Where.IN_ENVIRONMENT)
  ResponseEntity<Environment> change(
      @PathVariable String environment,
      @RequestBody EnvironmentChange change,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
      @AuthenticationPrincipal Principal caller) {
    Supplier<Environment> changing =
        () -> environments.change(environment, change.profile(), ifMatch, caller);
    return isDry(dryRun, change.dryRun()) ? takenBack(changing) : tagged(changing.get());
  }

  /**
   * Whether it is a dry run. That is by the parameter, as everywhere in the API.
   *
   * @throws Invalid when the member says otherwise: one of the two was forgotten
   */
  private static boolean isDry(boolean parameter, @Nullable Boolean member) {
    if (member == null || member == parameter) return parameter;
    throw Invalid.field(
        "/dry_run", "It says otherwise than the parameter dry_run; send both, or that alone.");
  }

  /** What would become of it: it is done, with every check that this has, and taken back. */
  private ResponseEntity<Environment> takenBack(Supplier<Environment> change) {
    return ResponseEntity.ok(
        transaction.execute(status -> {
          status.setRollbackOnly();
          return change.get();
        }));
  }

  @GetMapping("/{environment}/revisions")
  @Needs(value = Role.VIEWER, where = Where.IN_ENVIRONMENT)
  Page<Revision> revisions(@PathVariable String environment, PageRequest page) {
    return environments.revisions(environment, page);
  }

  @GetMapping("/{environment}/revisions/{revision}")
  @Needs(value = Role.VIEWER, where = Where.IN_ENVIRONMENT)
  Revision revision(@PathVariable String environment, @PathVariable int revision) {
    return environments.revision(environment, revision);
  }

  private static ResponseEntity<Environment> tagged(Environment environment) {
    return Preconditions.tagged(environment, environment.rowVersion());
  }
}
