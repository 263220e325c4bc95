package dev.slipway.cli;

import picocli.CommandLine.Command;

/** {@code slipway reject}. */
@Command(
    name = "reject",
    customSynopsis = "slipway reject PROMOTION --reason TEXT [options]",
    description = "Refuse a promotion that waits for approval, for good.",
    footer = {
      "",
      "Example:",
      "  slipway reject 01981c8e-7a00-7000-8000-000000000001 --reason 'not before the audit'"
    })
final class RejectCommand extends Decided {

  RejectCommand(Shell shell) {
    super(shell);
  }

  @Override
  Exit run(Session session) {
    Route route = Route.of("promotions", id, "rejections");
    var body = why.body().put("expected_state", PENDING);
    var answer = session.api().post(route, keyed.key(), body).body();
    if (session.printer().json()) session.printer().document(answer);
    else session.printer().say("Rejected: it will not begin.");
    return Exit.DONE;
  }
}
