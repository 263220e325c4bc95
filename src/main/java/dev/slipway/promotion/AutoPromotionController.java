package dev.slipway.promotion;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.catalog.Models;
import dev.slipway.cloud.CloudClock;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environments;
import dev.slipway.promotion.AutoPromotions.Taking;
import dev.slipway.rollout.StartDeployment.Asked;
import dev.slipway.web.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The versions that an environment takes by itself, over HTTP. */
@RestController
@RequestMapping("/v1/environments/{environment}/auto-promotion")
class AutoPromotionController {

  private final AutoPromotions auto;
  private final PauseAutoPromotion pause;
  private final Environments environments;
  private final Models models;
  private final CloudClock clock;

  AutoPromotionController(
      AutoPromotions auto,
      PauseAutoPromotion pause,
      Environments environments,
      Models models,
      CloudClock clock) {
    this.auto = auto;
    this.pause = pause;
    this.environments = environments;
    this.models = models;
    this.clock = clock;
  }

  /**
   * The state of automatic promotions into an environment.
   *
   * @param active whether the profile says so
   * @param from the environment whose versions are taken; null where none are
   * @param models the models of which a version was taken, or which are paused; paused ones first
   */
  record Answer(
      String environment,
      boolean active,
      @Nullable String from,
      List<AutoPromotions.State> models) {}

  record Resumption(@NotBlank String model, @NotBlank @Size(max = 1000) String reason) {}

  @GetMapping
  @Needs(value = Role.VIEWER, where = Where.IN_ENVIRONMENT)
  Answer get(@PathVariable("environment") String name) {
    return answer(environments.byName(name));
  }

  /** Resumes after a rollback, so that versions of a model are taken again. */
  @PostMapping("/resumptions")
  @Needs(value = Role.APPROVER, where = Where.IN_ENVIRONMENT)
  @Idempotent
  Answer resume(
      @PathVariable("environment") String name,
      @Valid @RequestBody Resumption wanted,
      @AuthenticationPrincipal Principal caller) {
    Environment environment = environments.byName(name);
    pause.resume(
        environment,
        models.byName(wanted.model()),
        new Asked(caller.name(), wanted.reason()),
        clock.now());
    return answer(environment);
  }

  private Answer answer(Environment environment) {
    Optional<Taking> taking = auto.taking(environment.name());
    return new Answer(
        environment.name(),
        taking.isPresent(),
        taking.map(Taking::from).orElse(null),
        auto.states(environment.id()));
  }
}
