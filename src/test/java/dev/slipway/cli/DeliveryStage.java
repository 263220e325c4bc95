package dev.slipway.cli;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.Shared;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A terminal at a control plane where v1 serves prod; every test has environments of its own. */
@Execution(ExecutionMode.SAME_THREAD)
abstract sealed class DeliveryStage
    permits WaitingTests, PlanCommandTests, ApprovalTests, GoingBackTests {

  private static final Shared<Rehearsal> REHEARSAL =
      Shared.among(DeliveryStage.class, DeliveryStage::start);

  @TempDir static Path home;

  final Rehearsal rehearsal = REHEARSAL.get();

  private static Rehearsal start() {
    Rehearsal rehearsal = Rehearsal.start();
    rehearsal.live("v1");
    return rehearsal;
  }

  @AfterEach
  void noFaults() {
    rehearsal.noFaults();
  }

  @AfterAll
  static void leave() throws Exception {
    REHEARSAL.leave();
  }

  Terminal terminal() {
    return Terminal.at(rehearsal, home);
  }

  /** An environment in which v1 serves. */
  void served(String environment) {
    rehearsal.environment(environment);
    rehearsal.untilEnd(rehearsal.promote("v1", environment));
  }

  void gated(String name, String gates) {
    rehearsal.environment(name, "\"gates\": " + gates);
  }

  interface Doing {
    void by(Terminal terminal, String endpoint);
  }

  /** Somebody else does something, once, while the update is under way. */
  Terminal whileUpdating(String environment, Doing doing) {
    String endpoint = environment + "-fraud-detector";
    AtomicBoolean done = new AtomicBoolean();
    return terminal()
        .meanwhile(time -> {
          boolean updating =
              rehearsal
                  .api()
                  .get("/v1/deployments?endpoint=" + endpoint)
                  .at("/items/0/waiting_for")
                  .contains("Baking");
          if (updating && !done.getAndSet(true)) doing.by(terminal(), endpoint);
        });
  }
}
