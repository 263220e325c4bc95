package dev.slipway.rollout;

import dev.slipway.simulator.time.SimClock;
import dev.slipway.testing.MortalCalls;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Runs the ticks of many lots, and lets each lot's {@link Fate} befall the tick that it names. One
 * tick runs after another, so that what befalls one lot befalls no other.
 */
final class FatedTicks {

  /** How long a dead process's tick lies until another one revives it. */
  private static final Duration REVIVAL = Duration.ofSeconds(45);

  private final Rehearsal rehearsal;
  private final SimClock clock;
  private final JdbcClient jdbc;
  private final Map<UUID, Lot> bySubject = new HashMap<>();
  private final Mortality mortality = new Mortality();

  /**
   * @param jdbc of a connection that is not Slipway's: it outlives those that are killed
   */
  FatedTicks(Rehearsal rehearsal, JdbcClient jdbc) {
    this.rehearsal = rehearsal;
    this.clock = rehearsal.simulator().clock();
    this.jdbc = jdbc;
    rehearsal.api().bean(ConfigurableTransactionManager.class).addListener(mortality);
  }

  /** From now on its fate befalls the lot's subject; without one, what each tick did is kept. */
  void follow(Lot lot) {
    bySubject.put(lot.subject(), lot);
  }

  /** Runs what is due, and what that makes due at once; a tick that its worker died over waits. */
  void runDue() {
    while (true) {
      List<String> due =
          jdbc.sql(
                  "select task_instance from scheduled_tasks where execution_time <= ?"
                      + " order by execution_time, task_instance")
              .param(Timestamp.from(clock.now()))
              .query((row, number) -> row.getString(1))
              .list();
      if (due.isEmpty()) return;
      for (String name : due) {
        String[] parts = name.split("/", 2);
        UUID id = UUID.fromString(parts[0]);
        boolean survived = tick(bySubject.get(id), id, Long.parseLong(parts[1]));
        if (survived) {
          jdbc.sql("delete from scheduled_tasks where task_instance = ?").param(name).update();
        } else {
          jdbc.sql("update scheduled_tasks set execution_time = ? where task_instance = ?")
              .params(Timestamp.from(clock.now().plus(REVIVAL)), name)
              .update();
        }
      }
    }
  }

  /** What died after its last commit is revived too, though no deployment waits for it. */
  void reviveLast() {
    clock.advance(REVIVAL);
    runDue();
  }

  /** Runs a tick as a worker would; false when the worker died over it. */
  private boolean tick(@Nullable Lot lot, UUID id, long number) {
    if (lot == null) {
      rehearsal.scheduler().tick(id, number);
      return true;
    }
    Fate fate = lot.fate;
    String stood = lot.same(stood(id));
    if (fate == null) return recorded(lot, stood, id, number);
    int time = lot.stood.merge(stood, 1, Integer::sum);
    if (lot.struck || !stood.equals(fate.stood()) || time != fate.time()) {
      rehearsal.scheduler().tick(id, number);
      return true;
    }
    return struck(lot, fate, id, number);
  }

  /** The tick that something befalls. */
  private boolean struck(Lot lot, Fate fate, UUID id, long number) {
    boolean atCommit = fate.kind().atCommit();
    mortality.armed = atCommit ? fate.kind() : null;
    try (MortalCalls.Watch watch = watch(fate)) {
      try {
        rehearsal.scheduler().tick(id, number);
        if (survived(fate, watch)) throw new IllegalStateException("it outlived " + fate);
        lot.struck = atCommit || watch.operations().size() >= fate.call();
      } catch (MortalCalls.Died died) {
        lot.struck = true;
        return false;
      } catch (TransactionException | DataAccessException lost) {
        // The scheduler tries a tick again that threw.
        if (fate.kind() != Fate.Kind.CONNECTIONS_KILLED) throw lost;
        lot.struck = true;
        return false;
      } finally {
        mortality.armed = null;
        rehearsal.noFaults();
        if (atCommit && fate.kind() == Fate.Kind.CONNECTIONS_KILLED)
          rehearsal.dropDeadConnections();
      }
    }
    return fate.kind() != Fate.Kind.DIES_AFTER_COMMIT;
  }

  /** Whether a tick went on although its process is no more. */
  private boolean survived(Fate fate, MortalCalls.Watch watch) {
    return switch (fate.kind()) {
      case DIES_BEFORE_CALL, DIES_AFTER_CALL -> watch.operations().size() >= fate.call();
      case DIES_BEFORE_COMMIT -> mortality.armed == null;
      case DIES_AFTER_COMMIT,
          CONNECTIONS_KILLED,
          ANSWER_LOST,
          RESET,
          THROTTLED,
          SERVER_ERROR,
          TIMED_OUT ->
          false;
    };
  }

  private MortalCalls.Watch watch(Fate fate) {
    return switch (fate.kind()) {
      case DIES_BEFORE_CALL -> MortalCalls.Watch.dying(fate.call(), false);
      case DIES_AFTER_CALL -> MortalCalls.Watch.dying(fate.call(), true);
      case TIMED_OUT -> MortalCalls.Watch.late(fate.call());
      case ANSWER_LOST, RESET, THROTTLED, SERVER_ERROR -> {
        arm(fate.kind(), fate.call());
        yield MortalCalls.Watch.counting();
      }
      case DIES_BEFORE_COMMIT, DIES_AFTER_COMMIT, CONNECTIONS_KILLED ->
          MortalCalls.Watch.counting();
    };
  }

  private String stood(UUID id) {
    return jdbc.sql(
            "select state || ' ' || coalesce(step, '') || ' ' || coalesce(waiting_for, '')"
                + " from deployment where id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private boolean recorded(Lot lot, String stood, UUID id, long number) {
    try (MortalCalls.Watch watch = MortalCalls.Watch.counting()) {
      rehearsal.scheduler().tick(id, number);
      lot.ticks.add(new Lot.Tick(stood, watch.operations()));
      lot.times.add(clock.now());
    }
    return true;
  }

  /** The n-th call that follows goes wrong. */
  private void arm(Fate.Kind kind, int call) {
    String rest =
        switch (kind) {
          case ANSWER_LOST -> "\"kind\": \"lost_answer\"";
          case RESET -> "\"kind\": \"lost_call\"";
          case THROTTLED ->
              "\"kind\": \"error\", \"status\": 400, \"code\": \"ThrottlingException\","
                  + " \"message\": \"Rate exceeded\"";
          case SERVER_ERROR ->
              "\"kind\": \"error\", \"status\": 503, \"code\": \"ServiceUnavailable\","
                  + " \"message\": \"Try again.\"";
          case DIES_BEFORE_CALL,
              DIES_AFTER_CALL,
              TIMED_OUT,
              DIES_BEFORE_COMMIT,
              DIES_AFTER_COMMIT,
              CONNECTIONS_KILLED ->
              throw new IllegalArgumentException("not of AWS's making");
        };
    rehearsal.fault(
        "{%s, \"service\": \"*\", \"operation\": \"*\", \"call\": %d, \"times\": 1}"
            .formatted(rest, call));
  }

  /** Dies in a transaction, or has its connections killed, when it is told to. */
  private final class Mortality implements TransactionExecutionListener {
    private Fate.@Nullable Kind armed;

    @Override
    public void beforeCommit(TransactionExecution transaction) {
      Fate.Kind kind = armed;
      if (kind == null) return;
      armed = null;
      if (kind == Fate.Kind.DIES_BEFORE_COMMIT) {
        throw new MortalCalls.Died("died before the commit");
      }
      if (kind == Fate.Kind.CONNECTIONS_KILLED) killConnections();
    }
  }

  /** Of Slipway's connections none is left; the one that this asks by is not of them. */
  private void killConnections() {
    jdbc.sql(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """)
        .query(Long.class)
        .single();
  }
}
