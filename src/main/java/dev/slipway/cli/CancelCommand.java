package dev.slipway.cli;

import java.util.Objects;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code slipway cancel}. */
@Command(
    name = "cancel",
    customSynopsis = "slipway cancel ID --reason TEXT [options]",
    description = "Undo a deployment that runs, or call off a promotion that has not begun.",
    footer = {
      "",
      "Example:",
      "  slipway cancel 01981c8e-7a00-7000-8000-000000000001 --reason 'the wrong version' --wait",
      "",
      "With --wait, exit code 0 says that it is undone. Who asks again with the same key is told",
      "what has become of it, and undoes nothing else."
    })
final class CancelCommand extends Decided {

  /** A deployment has a handful of states; who meets more changes is overtaken by somebody. */
  private static final int MOST_LOOKS = 10;

  CancelCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    if (keyed.key != null && !Subject.isId(id)) {
      throw ClientFailure.of(
          Exit.USAGE,
          "With a key of your own the deployment is named by its id.",
          "%s may have another one when it is asked again. slipway deployments --endpoint %s lists them."
              .formatted(id, id));
    }
    Course seen = new Subject(session.api()).course(id, Wish.UNDONE);
    return seen.deployment() == null ? promotion(session, seen) : deployment(session, seen);
  }

  /** It goes on while it is looked at; nobody but this command has said in which state it is. */
  private Exit deployment(Session session, Course seen) {
    Course course = seen;
    for (int looks = 1; ; looks++) {
      Deployment deployment = Objects.requireNonNull(course.deployment());
      try {
        return undone(session, deployment);
      } catch (ClientFailure failure) {
        JsonNode now = session.api().get(Route.of("deployments", deployment.id())).body();
        course = Course.ofDeployment(session.api(), Wish.UNDONE, now);
        if (keyed.key != null && now.path("abort").isObject()) {
          return new Started(session, patience).end(course);
        }
        if (!code(failure).equals("state-changed") || looks == MOST_LOOKS) throw failure;
      }
    }
  }

  private Exit undone(Session session, Deployment deployment) {
    JsonNode answer =
        session
            .api()
            .post(
                Route.of("deployments", deployment.id(), "cancel"),
                keyed.key(deployment.state()),
                why.body().put("expected_state", deployment.state()))
            .body();
    return new Started(session, patience)
        .end(Course.ofDeployment(session.api(), Wish.UNDONE, answer));
  }

  private Exit promotion(Session session, Course seen) {
    Promotion promotion = Objects.requireNonNull(seen.promotion());
    Promotion.Begun begun = promotion.deployment();
    if (begun != null) {
      throw ClientFailure.of(
          Exit.REFUSED,
          "The promotion has begun.",
          "Undo its deployment: slipway cancel %s --reason '…'".formatted(begun.id()));
    }
    Route route = Route.of("promotions", promotion.id());
    boolean again = keyed.key != null && promotion.outcome().equals("CANCELED");
    JsonNode answer =
        again
            ? session.api().get(route).body()
            : session
                .api()
                .post(
                    route.below("cancel"),
                    keyed.key(promotion.outcome()),
                    why.body().put("expected_state", promotion.outcome()))
                .body();
    if (session.printer().json()) session.printer().document(answer);
    else session.printer().say("Called off: it will not begin.");
    return Exit.DONE;
  }

  private static String code(ClientFailure failure) {
    return failure.document().map(problem -> problem.path("code").asString("")).orElse("");
  }
}
