package dev.slipway.promotion;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One version brought to several environments: a promotion each, which neither wait for nor undo
 * one another. What one is refused for is told beside what became of the others.
 */
@Component
class FanOut {

  private final Promote promote;
  private final PromotionCheck check;

  FanOut(Promote promote, PromotionCheck check) {
    this.promote = promote;
    this.check = check;
  }

  /** What became of each target, in the order in which they were named. */
  record Answer(List<Target> targets) {}

  /**
   * One target.
   *
   * @param promotion what was put on record; null in a dry run, and where it was refused
   * @param plan what would be done; null unless in a dry run
   * @param problem why it was refused; null where it was not
   */
  record Target(
      String to,
      @Nullable Promotion promotion,
      @Nullable PromotionPlan plan,
      @Nullable Problem problem) {}

  /** A refusal, as it would be answered to a promotion to that target alone. */
  record Problem(
      String type,
      String code,
      String detail,
      boolean retryable,
      @Nullable List<Violation> errors) {

    static Problem of(Failure failure) {
      boolean retryable =
          failure instanceof Failure.Unavailable || failure instanceof Failure.Limited;
      return new Problem(
          "/problems/" + failure.code(),
          failure.code(),
          failure.detail(),
          retryable,
          failure.violations().isEmpty() ? null : failure.violations());
    }
  }

  /** What the promotions would do. */
  Answer plan(List<PromotionRequest> requests, String by) {
    return each(
        requests, request -> new Target(request.to(), null, promote.plan(request, by), null));
  }

  /**
   * Promotes to each.
   *
   * @throws Refused (422, {@code every-target-refused}) when none was accepted
   */
  Answer promote(List<PromotionRequest> requests, String by) {
    Answer answer =
        each(
            requests,
            request -> new Target(request.to(), promote.promote(request, by), null, null));
    if (answer.targets().stream().allMatch(target -> target.problem() != null)) {
      throw allRefused(answer.targets());
    }
    return answer;
  }

  private Answer each(List<PromotionRequest> requests, Function<PromotionRequest, Target> one) {
    PromotionRequest first = requests.getFirst();
    // Looked up once: what is live in the source may change between one target and the next.
    String version =
        first.version() == null && first.from() != null
            ? check.live(first.model(), first.from())
            : first.version();
    List<Target> targets = new ArrayList<>();
    for (PromotionRequest request : requests) {
      try {
        targets.add(one.apply(request.naming(version)));
      } catch (Failure refused) {
        targets.add(new Target(request.to(), null, null, Problem.of(refused)));
      }
    }
    return new Answer(targets);
  }

  private static Refused allRefused(List<Target> targets) {
    List<Violation> why = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Problem problem = Objects.requireNonNull(targets.get(i).problem());
      why.add(
          new Violation(
              "/targets/" + i,
              targets.get(i).to() + ": " + problem.detail() + " (" + problem.code() + ")"));
    }
    return new Refused(
        "every-target-refused",
        "None of the "
            + targets.size()
            + " targets takes the version; errors says of each why not.",
        why);
  }
}
