package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every AWS call and every commit of a whole deployment, and everything that can befall it there:
 * whatever it is, the deployment ends as the unbroken one, AWS's state is the same, the record is
 * whole and in order, and the look-alikes of strangers are untouched.
 *
 * <p>The places are found by an unbroken run: the n-th tick that finds the deployment where it then
 * stood. Of polls that repeat the one before (same step, same thing waited for, same calls) the
 * first two are struck: how many follow depends on when they began.
 */
final class CrashMatrix {

  private static final int POLLS = 2;

  private CrashMatrix() {}

  /**
   * Plays a story with every {@code parts}-th thing that can befall it; fails when a case ends
   * otherwise.
   *
   * @param part which of them, from 0
   */
  static void part(MatrixStage stage, Story story, int part, int parts) {
    play(
        stage,
        story,
        " " + (part + 1) + "/" + parts,
        fates ->
            IntStream.range(0, fates.size())
                .filter(index -> index % parts == part)
                .mapToObj(fates::get)
                .toList());
  }

  /** Plays a story with so many of the cases, always the same, spread over all. */
  static void some(MatrixStage stage, Story story, int most) {
    String where = stage.departures().isEmpty() ? "" : " " + stage.departures();
    play(stage, story, where, fates -> some(fates, most));
  }

  private static void play(
      MatrixStage stage, Story story, String which, UnaryOperator<List<Fate>> chosen) {
    long start = System.nanoTime();
    Lot unbroken = stage.play(story, Collections.singletonList(null)).getFirst();
    Lot.Ending wanted = stage.ending(unbroken);
    assertThat(wanted.state()).as(stage.reason(unbroken)).isEqualTo(story.end());
    assertThat(stage.strangersAreAsTheyWere(unbroken)).isTrue();
    List<Fate> fates = chosen.apply(fates(unbroken.ticks));
    Map<Fate.Kind, Integer> cases = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    List<Fate> unreached = new ArrayList<>();
    for (Lot lot : stage.play(story, fates)) {
      Fate fate = lot.fate;
      if (fate == null) throw new IllegalStateException();
      if (lot.struck) cases.merge(fate.kind(), 1, Integer::sum);
      else unreached.add(fate);
      String what = wrong(stage, lot, wanted);
      if (what != null) wrong.add(fate + ": " + what);
    }
    System.out.printf(
        "Crash matrix, %s%s: %d cases at %d calls and %d commits of %d calls and %d commits, %d"
            + " ended otherwise, %d came to an end before their moment, %d s. %s%n",
        story,
        which,
        fates.size() - unreached.size(),
        fates.stream().filter(one -> !one.kind().atCommit()).map(Fate::place).distinct().count(),
        fates.stream().filter(one -> one.kind().atCommit()).map(Fate::place).distinct().count(),
        unbroken.ticks.stream().mapToInt(tick -> tick.operations().size()).sum(),
        unbroken.ticks.size(),
        wrong.size(),
        unreached.size(),
        (System.nanoTime() - start) / 1_000_000_000,
        cases);
    assertThat(wrong).as("cases that ended otherwise").isEmpty();
    assertThat(unreached).as("cases that ended before their moment").isEmpty();
  }

  private static @Nullable String wrong(MatrixStage stage, Lot lot, Lot.Ending wanted) {
    Lot.Ending ended = stage.ending(lot);
    if (!ended.state().equals(wanted.state())) return ended.state() + ": " + stage.reason(lot);
    if (!ended.record().equals(wanted.record())) return "recorded " + ended.record();
    if (!ended.aws().equals(wanted.aws())) return "AWS differs: " + differences(ended, wanted);
    if (!stage.recordIsIntact(lot)) return "the record's chain is broken";
    if (!stage.strangersAreAsTheyWere(lot)) return "a stranger's thing was touched";
    return null;
  }

  private static List<String> differences(Lot.Ending ended, Lot.Ending wanted) {
    List<String> differences = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(wanted.aws());
    all.putAll(ended.aws());
    for (String key : all.keySet()) {
      String there = ended.aws().get(key);
      String expected = wanted.aws().get(key);
      if (there == null) differences.add("missing " + key);
      else if (expected == null) differences.add("too many " + key);
      else if (!there.equals(expected)) {
        differences.add(key + " is " + there + " instead of " + expected);
      }
    }
    return differences;
  }

  /** Everything that can befall a deployment whose unbroken run had these ticks. */
  static List<Fate> fates(List<Lot.Tick> ticks) {
    List<Fate> fates = new ArrayList<>();
    Map<String, Integer> times = new HashMap<>();
    for (int i = 0; i < ticks.size(); i++) {
      Lot.Tick tick = ticks.get(i);
      int time = times.merge(tick.stood(), 1, Integer::sum);
      if (!chosen(ticks, i)) continue;
      for (Fate.Kind kind : Fate.Kind.values()) {
        if (kind.atCommit()) {
          fates.add(new Fate(kind, tick.stood(), time, 0, "commit"));
          continue;
        }
        for (int call = 1; call <= tick.operations().size(); call++) {
          fates.add(new Fate(kind, tick.stood(), time, call, tick.operations().get(call - 1)));
        }
      }
    }
    return fates;
  }

  /** All ticks but those that poll as the ones before did: how often that is depends on time. */
  private static boolean chosen(List<Lot.Tick> ticks, int index) {
    int from = index;
    while (from > 0 && ticks.get(from - 1).equals(ticks.get(index))) from--;
    return index - from < POLLS;
  }

  private static List<Fate> some(List<Fate> fates, int most) {
    if (fates.size() <= most) return fates;
    List<Fate> shuffled = new ArrayList<>(fates);
    Collections.shuffle(shuffled, new Random(7));
    return shuffled.subList(0, most);
  }
}
