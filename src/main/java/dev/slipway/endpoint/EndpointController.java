package dev.slipway.endpoint;

import dev.slipway.access.InEnvironments;
import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Failure;
import dev.slipway.base.Json;
import dev.slipway.base.MergePatch;
import dev.slipway.base.Page;
import dev.slipway.catalog.Model;
import dev.slipway.catalog.Models;
import dev.slipway.endpoint.EndpointAnswers.EndpointAnswer;
import dev.slipway.environment.Environments;
import dev.slipway.web.Idempotent;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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
import tools.jackson.databind.node.ObjectNode;

/** Endpoints and their releases over HTTP. */
@RestController
@RequestMapping("/v1/endpoints")
class EndpointController {

  private final Endpoints endpoints;
  private final Releases releases;
  private final Models models;
  private final Environments environments;
  private final Quarantine quarantine;
  private final LiveState liveState;
  private final OverridesCheck overrides;
  private final EndpointAnswers answers;

  EndpointController(
      Endpoints endpoints,
      Releases releases,
      Models models,
      Environments environments,
      Quarantine quarantine,
      LiveState liveState,
      OverridesCheck overrides,
      EndpointAnswers answers) {
    this.endpoints = endpoints;
    this.releases = releases;
    this.models = models;
    this.environments = environments;
    this.quarantine = quarantine;
    this.liveState = liveState;
    this.overrides = overrides;
    this.answers = answers;
  }

  record NewEndpoint(
      @NotBlank String environment, @NotBlank String model, @Nullable JsonNode overrides)
      implements InEnvironments {

    @Override
    public List<String> environments() {
      return List.of(environment);
    }
  }

  record EndpointPatch(@NotNull JsonNode overrides) {}

  record ReleaseAnswer(
      UUID id,
      String endpoint,
      int number,
      String modelVersion,
      int environmentRevision,
      String contentHash,
      boolean current,
      @Nullable QuarantineAnswer quarantine,
      ReleaseSpec spec,
      Instant createdAt) {}

  record QuarantineAnswer(Quarantine.Cause cause, String reason, UUID deployment, Instant since) {}

  record LiftRequest(@NotBlank @Size(max = 1000) String reason) {}

  @PostMapping
  @Needs(value = Role.DEPLOYER, where = Where.IN_BODY)
  @Idempotent
  ResponseEntity<EndpointAnswer> create(
      @Valid @RequestBody NewEndpoint request, @AuthenticationPrincipal Principal caller) {
    var environment = environments.byName(request.environment());
    Settings wanted =
        request.overrides() == null
            ? Settings.NONE
            : overrides.read(request.overrides(), Settings.NONE, environment);
    Model model = models.byName(request.model());
    Endpoint endpoint;
    try {
      endpoint = endpoints.create(model, environment, wanted, caller.name());
    } catch (DataIntegrityViolationException raced) {
      String name = environment.name() + "-" + model.name();
      throw new Failure.Conflict(
          "endpoint-exists",
          "Somebody made the endpoint " + name + " at the same moment; use that one.",
          "/v1/endpoints/" + name);
    }
    return Preconditions.made(
        "/v1/endpoints/" + endpoint.name(), answers.of(endpoint), endpoint.version());
  }

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.NARROWED)
  Page<EndpointAnswer> list(
      @RequestParam(required = false) @Nullable String model,
      @RequestParam(required = false) @Nullable String environment,
      PageRequest page,
      @AuthenticationPrincipal Principal caller) {
    var filter = new Endpoints.Filter(model, environment, caller.reach(Role.VIEWER));
    return answers.of(
        page.page(endpoints.list(filter, page.afterId(), page.limit()), Endpoint::id));
  }

  @GetMapping("/{endpoint}")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  ResponseEntity<EndpointAnswer> get(@PathVariable("endpoint") String name) {
    Endpoint endpoint = endpoints.named(name);
    return tagged(endpoint);
  }

  @PatchMapping("/{endpoint}")
  @Needs(value = Role.DEPLOYER, where = Where.OF_ENDPOINT)
  ResponseEntity<EndpointAnswer> change(
      @PathVariable("endpoint") String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody EndpointPatch patch,
      @AuthenticationPrincipal Principal caller) {
    Endpoint endpoint = endpoints.named(name);
    Preconditions.require(ifMatch, endpoint.version());
    JsonNode merged = merged(endpoint.overrides(), patch.overrides());
    Settings wanted =
        overrides.read(merged, endpoint.overrides(), environments.byName(endpoint.environment()));
    Endpoint changed;
    try {
      changed = endpoints.override(endpoint, wanted, caller.name());
    } catch (OptimisticLockingFailureException raced) {
      throw Failure.Precondition.stale(
          "The endpoint was changed at the same moment; read it again and repeat the change.");
    }
    return tagged(changed);
  }

  private ResponseEntity<EndpointAnswer> tagged(Endpoint endpoint) {
    return Preconditions.tagged(answers.of(endpoint), endpoint.version());
  }

  @GetMapping("/{endpoint}/releases")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  Page<ReleaseAnswer> releases(@PathVariable("endpoint") String name, PageRequest page) {
    Endpoint endpoint = endpoints.named(name);
    List<Release> some = releases.list(endpoint, page.afterNumber(), page.limit());
    Map<Integer, Quarantine.Placed> placed = quarantine.on(endpoint);
    return page.page(some, Release::number)
        .map(release -> answer(endpoint, release, placed.get(release.number())));
  }

  @GetMapping("/{endpoint}/releases/{number}")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  ReleaseAnswer release(@PathVariable("endpoint") String name, @PathVariable int number) {
    Endpoint endpoint = endpoints.named(name);
    Release release = releases.numbered(endpoint, number);
    return answer(endpoint, release, quarantine.of(release.id()).orElse(null));
  }

  /** Lets a release that was rolled back be promoted again. */
  @PostMapping("/{endpoint}/releases/{number}/quarantine-lifts")
  @Needs(value = Role.APPROVER, where = Where.OF_ENDPOINT)
  @Idempotent
  ReleaseAnswer liftQuarantine(
      @PathVariable("endpoint") String name,
      @PathVariable int number,
      @Valid @RequestBody LiftRequest request,
      @AuthenticationPrincipal Principal caller) {
    Endpoint endpoint = endpoints.named(name);
    Release release = releases.numbered(endpoint, number);
    quarantine.lift(endpoint, release, caller.name(), request.reason());
    return answer(endpoint, release, null);
  }

  @GetMapping("/{endpoint}/live")
  @Needs(value = Role.VIEWER, where = Where.OF_ENDPOINT)
  LiveState.Answer live(@PathVariable("endpoint") String name) {
    return liveState.of(endpoints.named(name));
  }

  /**
   * Applies a merge patch (RFC 7396). The rollout alone is replaced as a whole, since parts of two
   * strategies do not make a valid one.
   */
  private static JsonNode merged(Settings before, JsonNode patch) {
    JsonNode merged = MergePatch.apply(Json.mapper().valueToTree(before), patch);
    if (merged instanceof ObjectNode object && patch.path("rollout").isObject()) {
      object.set("rollout", patch.get("rollout"));
    }
    return merged;
  }

  private static ReleaseAnswer answer(
      Endpoint endpoint, Release release, Quarantine.@Nullable Placed placed) {
    return new ReleaseAnswer(
        release.id(),
        endpoint.name(),
        release.number(),
        release.spec().modelVersion(),
        release.environmentRevision(),
        release.contentHash(),
        release.id().equals(endpoint.currentReleaseId()),
        placed == null
            ? null
            : new QuarantineAnswer(
                placed.cause(), placed.reason(), placed.deployment(), placed.at()),
        release.spec(),
        release.createdAt());
  }
}
