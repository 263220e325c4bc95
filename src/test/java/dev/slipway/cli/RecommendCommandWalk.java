package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Terminal.Ran;
import dev.slipway.rollout.Rehearsal;
import java.nio.file.Path;

/** Inference Recommender jobs from the command line; while a command waits, a worker looks. */
public final class RecommendCommandWalk {

  private RecommendCommandWalk() {}

  /** Walks through the commands against an application that runs already. */
  public static void walk(Rehearsal rehearsal, Path home, String endpoint, Runnable meanwhile) {
    Terminal terminal = Terminal.at(rehearsal.api(), home).meanwhile(time -> meanwhile.run());
    String types = "--instance-type ml.c5.large,ml.m5.large --reason sale";

    Ran planned = terminal.type("recommend " + endpoint + " " + types + " --dry-run");
    assertThat(planned.exit()).as(planned.err()).isZero();
    assertThat(planned.out()).contains("ml.c5.large, ml.m5.large", "Estimated cost: ");

    Ran unconfirmed = terminal.type("recommend " + endpoint + " " + types);
    assertThat(unconfirmed.exit()).isEqualTo(Exit.REFUSED.code());
    assertThat(unconfirmed.err()).contains(endpoint);

    Ran watched =
        terminal.type("recommend " + endpoint + " " + types + " --confirm " + endpoint + " --wait");
    assertThat(watched.exit()).as(watched.out() + watched.err()).isZero();
    assertThat(watched.out()).contains("SageMaker has begun", "USD/INFERENCE", "ml.m5.large");

    Ran listed = terminal.type("recommendations " + endpoint + " -o json");
    String id = listed.json().at("/items/0/id").asString();
    assertThat(terminal.type("recommendations " + endpoint).out()).contains("COMPLETED", id);
    assertThat(terminal.type("recommendations " + endpoint + " " + id).out())
        .contains("COMPLETED", "TARGET", "ml.c5.large");
  }
}
