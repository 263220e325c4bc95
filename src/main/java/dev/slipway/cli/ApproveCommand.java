package dev.slipway.cli;

import picocli.CommandLine.Command;

/** {@code slipway approve}. */
@Command(
    name = "approve",
    customSynopsis = "slipway approve PROMOTION --reason TEXT [options]",
    description = "Approve a promotion that waits for it. Its requester cannot.",
    footer = {
      "",
      "Examples:",
      "  slipway promotions --pending",
      "  slipway approve 01981c8e-7a00-7000-8000-000000000001 --reason 'the figures are good'"
          + " --wait"
    })
final class ApproveCommand extends Decided {

  ApproveCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Route route = Route.of("promotions", id, "approvals");
    var body = why.body().put("expected_state", PENDING);
    var answer = session.api().post(route, keyed.key(), body).body();
    return new Started(session, patience).end(Course.ofPromotion(session.api(), answer));
  }
}
