package dev.slipway.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code slipway resume}. */
@Command(
    name = "resume",
    customSynopsis = "slipway resume DEPLOYMENT --reason TEXT [options]",
    description = "Let a deployment go on that needs a person's word.",
    footer = {
      "",
      "Example:",
      "  slipway resume 01981c8e-7a00-7000-8000-000000000001 --reason 'our own dashboard looks"
          + " fine'"
    })
final class ResumeCommand extends Decided {

  ResumeCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Api api = session.api();
    JsonNode answer =
        api.post(Route.of("deployments", id, "resume"), keyed.key(), why.body()).body();
    return new Started(session, patience).end(Course.ofDeployment(api, Wish.DONE, answer));
  }
}
