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
      "With --wait, exit code 0 says that it is undone."
    })
final class CancelCommand extends Decided {

  CancelCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Api api = session.api();
    Course seen = new Subject(api).course(id, Wish.UNDONE);
    Deployment deployment = seen.deployment();
    if (deployment == null) return promotion(session, seen);
    var body = why.body().put("expected_state", deployment.state());
    JsonNode answer =
        api.post(Route.of("deployments", deployment.id(), "cancel"), keyed.key(), body).body();
    return new Started(session, patience).end(Course.ofDeployment(api, Wish.UNDONE, answer));
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
    var body = why.body().put("expected_state", promotion.outcome());
    JsonNode answer =
        session
            .api()
            .post(Route.of("promotions", promotion.id(), "cancel"), keyed.key(), body)
            .body();
    if (session.printer().json()) session.printer().document(answer);
    else session.printer().say("Called off: it will not begin.");
    return Exit.DONE;
  }
}
