package dev.slipway.rollout;

import dev.slipway.cloud.CallLog;
import dev.slipway.cloud.CallPass;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.CloudFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.stereotype.Component;

/**
 * The engine: runs one tick of one deployment. It loads the deployment and lets its step look and
 * act at most once, outside any transaction. Then it has the new state, the history and the next
 * wake-up stored in one transaction.
 */
@Component
class RunTick {

  /** The reason code of a deployment in which AWS refused a call. */
  private static final String REFUSED = "aws-refused";

  /** The reason code of what no step foresaw. */
  private static final String OWN_FAULT = "own-fault";

  private static final Logger LOG = LoggerFactory.getLogger(RunTick.class);

  /**
   * How long a thing that was just made or removed may take to be seen everywhere, in AWS's own
   * words.
   */
  private static final Duration SETTLING = Duration.ofMinutes(3);

  /** So often a tick that fails by Slipway's own fault is tried before a person must look. */
  private static final int MOST_TRIES = 5;

  private final Deployments deployments;
  private final StepContexts contexts;
  private final Steps steps;
  private final StoreRuling store;
  private final SettleAtOnce settle;
  private final CloudClock clock;

  RunTick(
      Deployments deployments,
      StepContexts contexts,
      Steps steps,
      StoreRuling store,
      SettleAtOnce settle,
      CloudClock clock) {
    this.deployments = deployments;
    this.contexts = contexts;
    this.steps = steps;
    this.store = store;
    this.settle = settle;
    this.clock = clock;
  }

  /**
   * Runs a tick, unless the deployment has moved on without it. What it throws, it is to be tried
   * again for.
   */
  void run(UUID deploymentId, long tick) {
    Optional<Deployment> found = deployments.find(deploymentId);
    if (found.isEmpty() || found.get().tick() != tick || !found.get().state().runs()) return;
    CallPass pass = pass(found.get());
    Deployment deployment = found.get().withoutBookings();
    if (tick(deployment, pass).terminal()) settle.look(deployment.endpointId());
  }

  /**
   * Runs the tick and stores what follows.
   *
   * @return the state in which that leaves the deployment; the present one where it lapsed
   */
  private DeploymentState tick(Deployment deployment, CallPass pass) {
    int faults = deployment.memory().pace().faults();
    Untold untold = deployment.memory().pace().untold();
    if (untold != null && faults >= MOST_TRIES && !untold.precedes(deployment.abort())) {
      // Its step does nothing more that could not be put on record, before a person has heard.
      return record(
          deployment, untold.fault(), givenUp(deployment, untold.fault(), faults), List.of());
    }
    CallLog calls = new CallLog();
    try {
      Outcome outcome = calls.during(() -> pass.during(() -> outcome(deployment, pass)));
      return store.store(deployment, outcome, calls.calls());
    } catch (DeploymentStore.Lapsed lapsed) {
      return leftNoTrace(deployment, lapsed);
    } catch (RuntimeException | Error fault) {
      if (passes(fault)) throw fault;
      int tries = faults + 1;
      LOG.error(
          "The deployment {} failed by Slipway's own fault, {} times in a row:",
          deployment.id(),
          tries,
          fault);
      Outcome outcome =
          tries < MOST_TRIES ? new Outcome.Faulted() : givenUp(deployment, told(fault), tries);
      return record(deployment, told(fault), outcome, calls.calls());
    }
  }

  /** Stores what follows from a fault. Where history refuses the event, it is kept for later. */
  private DeploymentState record(
      Deployment deployment, String fault, Outcome outcome, List<CallLog.Call> calls) {
    try {
      return store.store(deployment, outcome, calls);
    } catch (DeploymentStore.Lapsed lapsed) {
      return leftNoTrace(deployment, lapsed);
    } catch (RuntimeException refusal) {
      if (passes(refusal)) throw refusal;
      LOG.error("History refused an event of the deployment {}:", deployment.id(), refusal);
      try {
        store.keep(deployment, fault, told(refusal), calls);
        return deployment.state();
      } catch (DeploymentStore.Lapsed lapsed) {
        return leftNoTrace(deployment, lapsed);
      }
    }
  }

  /**
   * Whether it is no fault of this step, and is tried again however long that takes. The database
   * comes back; what it refuses it refuses the next time too. A Java machine without memory, or one
   * that is broken, ends, and what was too much for it may be another deployment's.
   */
  private static boolean passes(Throwable fault) {
    return switch (fault) {
      case StackOverflowError _ -> false;
      case VirtualMachineError _ -> true;
      case NestedRuntimeException _ -> !isRefused(fault);
      default -> false;
    };
  }

  private static boolean isRefused(Throwable fault) {
    return fault instanceof DataIntegrityViolationException
        || fault instanceof InvalidDataAccessApiUsageException;
  }

  private static DeploymentState leftNoTrace(Deployment deployment, DeploymentStore.Lapsed lapsed) {
    LOG.info("A tick left no trace: {}", lapsed.getMessage());
    return deployment.state();
  }

  /** A fault as people are told it. The database's own message has the statement in it. */
  private static String told(Throwable fault) {
    return isRefused(fault) ? fault.getClass().getSimpleName() : fault.toString();
  }

  /** Nobody would hear of a step that fails for ever, nor could the deployment be called off. */
  private static Outcome givenUp(Deployment deployment, String fault, int tries) {
    Untold untold = deployment.memory().pace().untold();
    return new Outcome.Stuck(
        OWN_FAULT,
        "Slipway itself failed at the step "
            + deployment.step()
            + ", at the try "
            + tries
            + " in a row that came to nothing: "
            + fault
            + (untold == null
                ? ""
                : ". From "
                    + untold.since()
                    + " on its history took no event ("
                    + untold.refusal()
                    + "), and tells only now what was done to AWS in that time")
            + ". That is a defect of Slipway and no answer of AWS. The log of the process that"
            + " ran it has the whole of it, under the deployment's id; report it with that. It can"
            + " be tried again by resuming.",
        null);
  }

  private static CallPass pass(Deployment deployment) {
    return urgent(deployment)
        ? CallPass.urgent()
        : CallPass.holding(work(deployment), deployment.memory().bookings());
  }

  /**
   * The work that this tick is reckoned as: ticks of the same step with the same number of changes
   * before make the same calls.
   */
  private static CallPass.Work work(Deployment deployment) {
    StepName step = deployment.step();
    int changed = Math.min(deployment.memory().pace().changes(), 9);
    return new CallPass.Work(step + " " + changed, step.usualCalls());
  }

  /**
   * Whether the tick brings a good release back. Such ticks are not held up by the rates that
   * others use up.
   */
  private static boolean urgent(Deployment deployment) {
    return deployment.abort() != null
        || deployment.goesBack()
        || deployment.kind() == DeploymentKind.ROLL_BACK;
  }

  private Outcome outcome(Deployment deployment, CallPass pass) {
    Instant now = clock.now();
    try {
      if (deployment.abort() != null && deployment.state() == DeploymentState.QUEUED) {
        return new Outcome.CalledOff(deployment.abort().sentence());
      }
      Step step = steps.named(deployment.step());
      StepContext context = contexts.of(deployment.withoutUntold(), now);
      return deployment.undoing() ? step.undo(context) : step.advance(context);
    } catch (CloudFailure failure) {
      if (failure.until().isPresent()) {
        return new Outcome.HeldBack(failure.until().get(), failure.text(), pass.bookings());
      }
      String what = failure.toldWithRequest();
      boolean young = deployment.memory().pace().until(now).compareTo(SETTLING) < 0;
      if (failure.passing() || (young && maySettle(failure))) {
        return new Outcome.Unanswered(what, failure.asked());
      }
      if (Shortage.met(deployment, failure)) return new Outcome.Impossible(Shortage.CODE, what);
      return leavesOpenWhatServes(deployment, failure)
          ? new Outcome.Stuck(REFUSED, what, null)
          : new Outcome.Impossible(REFUSED, what);
    }
  }

  /**
   * Whether SageMaker may still be at work for this attempt, so that it must not be taken back. An
   * update does not end because a look at it is refused. If the attempt were taken back, it would
   * stay failed on record while its release came to serve. So a person mends the permission and
   * resumes the deployment. The new endpoint of a swap is not asked by anybody yet, so a swap is
   * taken back.
   */
  private static boolean leavesOpenWhatServes(Deployment deployment, CloudFailure failure) {
    if (deployment.undoing() || deployment.swap() != null) return false;
    if (deployment.step() == StepName.AWAIT) return true;
    // Nothing is noted before a creation: its answer may have been lost.
    boolean asked = deployment.previousReleaseId() == null || deployment.memory().before() != null;
    return deployment.step() == StepName.ENDPOINT && asked && failure.looked();
  }

  /**
   * Whether AWS may have refused a call because it does not see something yet, or no longer has it:
   * a fresh role, or a thing that an unanswered call of ours had made or removed after all. The
   * next look tells.
   */
  private static boolean maySettle(CloudFailure failure) {
    return switch (failure.kind()) {
      case ALREADY_EXISTS, NOT_FOUND -> true;
      case REFUSED -> failure.settling();
      case IN_PROGRESS, THROTTLED, HELD_BACK, NO_CREDENTIALS, UNAVAILABLE, DENIED, QUOTA -> false;
    };
  }
}
