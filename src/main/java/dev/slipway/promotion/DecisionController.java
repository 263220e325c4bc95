package dev.slipway.promotion;

import dev.slipway.access.Needs;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.promotion.DecidePromotion.Decided;
import dev.slipway.promotion.DecidePromotion.Found;
import dev.slipway.promotion.Promotion.Outcome;
import dev.slipway.web.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Decisions on promotions over HTTP. Each is answered with what has become of the promotion. */
@RestController
@RequestMapping("/v1/promotions/{id}")
class DecisionController {

  private final DecidePromotion decide;
  private final BeginLater later;
  private final Promotions promotions;

  DecisionController(DecidePromotion decide, BeginLater later, Promotions promotions) {
    this.decide = decide;
    this.later = later;
    this.promotions = promotions;
  }

  record PromotionDecision(
      @NotBlank @Size(max = 1000) String reason, @NotNull Outcome expectedState) {

    Decided by(Principal caller) {
      return new Decided(caller.name(), reason, expectedState);
    }
  }

  record CheckResult(
      @NotNull Result result,
      @NotBlank @Size(max = 1000) String reason,
      @Nullable @Size(max = 2000) @Pattern(regexp = "https?://[\\x21-\\x7e]+") String url) {

    enum Result {
      PASSED,
      FAILED
    }
  }

  @PostMapping("/approvals")
  @Needs(value = Role.APPROVER, where = Where.OF_PROMOTION)
  @Idempotent
  Promotion approve(
      @PathVariable UUID id,
      @Valid @RequestBody PromotionDecision decision,
      @AuthenticationPrincipal Principal caller) {
    decide.approve(id, decision.by(caller));
    return looked(id);
  }

  @PostMapping("/rejections")
  @Needs(value = Role.APPROVER, where = Where.OF_PROMOTION)
  @Idempotent
  Promotion reject(
      @PathVariable UUID id,
      @Valid @RequestBody PromotionDecision decision,
      @AuthenticationPrincipal Principal caller) {
    decide.reject(id, decision.by(caller));
    return looked(id);
  }

  @PostMapping("/cancel")
  @Needs(value = Role.DEPLOYER, where = Where.OF_PROMOTION)
  @Idempotent
  Promotion cancel(
      @PathVariable UUID id,
      @Valid @RequestBody PromotionDecision decision,
      @AuthenticationPrincipal Principal caller) {
    decide.cancel(id, decision.by(caller));
    return looked(id);
  }

  @PostMapping("/break-glass")
  @Needs(value = Role.ADMIN, where = Where.OF_PROMOTION)
  @Idempotent
  Promotion breakGlass(
      @PathVariable UUID id,
      @Valid @RequestBody PromotionDecision decision,
      @AuthenticationPrincipal Principal caller) {
    decide.breakGlass(id, decision.by(caller));
    return looked(id);
  }

  @PostMapping("/checks/{check}")
  @Needs(value = Role.APPROVER, where = Where.OF_PROMOTION)
  @Idempotent
  Promotion check(
      @PathVariable UUID id,
      @PathVariable String check,
      @Valid @RequestBody CheckResult result,
      @AuthenticationPrincipal Principal caller) {
    boolean passed = result.result() == CheckResult.Result.PASSED;
    decide.check(id, new Found(check, passed, caller.name(), result.reason(), result.url()));
    return looked(id);
  }

  /**
   * The promotion after one more look. It may have waited for just this decision, and need not wait
   * for the next round.
   */
  private Promotion looked(UUID id) {
    later.look(id);
    return promotions.withId(id);
  }
}
