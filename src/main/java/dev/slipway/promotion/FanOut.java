package dev.slipway.promotion;

import dev.slipway.base.Failure;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Unavailable;
import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.OneLook;
import dev.slipway.web.Problem;
import dev.slipway.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Brings one version to several environments, with a promotion for each. These neither wait for nor
 * undo one another. A refusal of one is told beside the results of the others.
 */
@Component
class FanOut {

  private final Promote promote;
  private final PromotionCheck check;
  private final Problems problems;

  FanOut(Promote promote, PromotionCheck check, Problems problems) {
    this.promote = promote;
    this.check = check;
    this.problems = problems;
  }

  /**
   * The promotions that are asked for, and the HTTP request.
   *
   * @param by who asks
   */
  record Asked(List<PromotionRequest> requests, String by, HttpServletRequest in) {}

  /** The result of each target, in the order in which they were named. */
  record Answer(List<Target> targets) {}

  /**
   * One target.
   *
   * @param promotion the promotion on record; null in a dry run, and where it was refused
   * @param plan the plan; null unless in a dry run
   * @param problem why it was refused or failed, as a promotion to that target alone would be
   *     answered; null where it was neither
   */
  record Target(
      String to,
      @Nullable Promotion promotion,
      @Nullable PromotionPlan plan,
      @Nullable Problem problem) {}

  /** What the promotions would do. */
  Answer plan(Asked asked) {
    return each(
        asked, request -> new Target(request.to(), null, promote.plan(request, asked.by()), null));
  }

  /**
   * Promotes to each.
   *
   * @throws Refused (422, {@code every-target-refused}) when no target was accepted
   * @throws Unavailable (503) when no target was accepted, and some may be when they are asked
   *     again
   */
  Answer promote(Asked asked) {
    Answer answer =
        each(
            asked,
            request -> new Target(request.to(), promote.promote(request, asked.by()), null, null));
    if (answer.targets().stream().allMatch(target -> target.problem() != null)) {
      throw allRefused(answer.targets());
    }
    return answer;
  }

  /**
   * Each target in turn. What several of them need of AWS is asked once: a version's artifact is
   * one object for all of them that read it from the same place.
   */
  private Answer each(Asked asked, Function<PromotionRequest, Target> one) {
    return OneLook.during(() -> inTurn(asked, one));
  }

  private Answer inTurn(Asked asked, Function<PromotionRequest, Target> one) {
    PromotionRequest first = asked.requests().getFirst();
    // Looked up once: what is live in the source may change between one target and the next.
    String version =
        first.version() == null && first.from() != null
            ? check.live(first.model(), first.from())
            : first.version();
    List<Target> targets = new ArrayList<>();
    for (PromotionRequest request : asked.requests()) {
      try {
        targets.add(one.apply(request.naming(version)));
      } catch (RuntimeException failed) {
        // Any failure is caught here: the promotions that were begun for other targets have to be
        // told all the same.
        Problem problem = problems.of(failed, asked.in());
        targets.add(new Target(request.to(), null, null, problem));
      }
    }
    return new Answer(targets);
  }

  private static Failure allRefused(List<Target> targets) {
    List<Violation> why = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Problem problem = Objects.requireNonNull(targets.get(i).problem());
      why.add(
          new Violation(
              "/targets/" + i,
              targets.get(i).to() + ": " + problem.detail() + " (" + problem.code() + ")"));
    }
    if (targets.stream().anyMatch(one -> Objects.requireNonNull(one.problem()).retryable())) {
      return new Unavailable(
          "every-target-refused",
          "None of the targets takes the version now; ask again. "
              + why.stream().map(Violation::detail).collect(Collectors.joining(" ")));
    }
    return new Refused(
        "every-target-refused",
        "None of the "
            + targets.size()
            + " targets takes the version; errors says of each why not.",
        why);
  }
}
