package dev.slipway.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The steps with their times, drawn again in place. */
final class LiveProgress implements Progress {

  private static final String[] TURNS = {"◐", "◓", "◑", "◒"};

  private final Printer printer;
  private final Supplier<Instant> clock;
  private int drawn;
  private int turn;

  LiveProgress(Printer printer, Supplier<Instant> clock) {
    this.printer = printer;
    this.clock = clock;
  }

  @Override
  public void show(List<Course> courses) {
    turn++;
    draw(courses.stream().flatMap(course -> lines(course).stream()).toList());
  }

  @Override
  public void note(String line) {
    draw(List.of(line));
    drawn = 0;
  }

  @Override
  public void finish(List<Course> courses) {
    show(courses);
    drawn = 0;
  }

  /** Over what was drawn before: the cursor goes up, and everything below it is erased. */
  private void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) text.append("\u001b[").append(drawn).append("A\r");
    text.append("\u001b[J");
    lines.forEach(line -> text.append(fitting(Paint.clean(line))).append('\n'));
    PrintStream out = printer.json() ? printer.shell().err() : printer.shell().out();
    out.print(text);
    out.flush();
    drawn = lines.size();
  }

  /** A line that wrapped would be two, and the cursor would go up too little. */
  private String fitting(String line) {
    int columns = printer.shell().screen().columns();
    if (Paint.width(line) < columns) return line;
    String plain = Paint.plain(line);
    return plain.substring(0, plain.offsetByCodePoints(0, columns - 2)) + "…";
  }

  private List<String> lines(Course course) {
    Paint paint = printer.paint();
    Deployment deployment = course.deployment();
    List<String> lines = new ArrayList<>();
    if (deployment == null) {
      Promotion promotion = course.promotion();
      String outcome = promotion == null ? "" : printer.state(promotion.outcome());
      lines.add(paint.bold(course.endpoint()) + "  " + outcome);
      if (promotion != null) {
        new ShowPlan(printer).gates(promotion.verdicts()).forEach(line -> lines.add("  " + line));
        promotion.putOffLine().ifPresent(line -> lines.add("  " + line));
      }
      return lines;
    }
    lines.add(
        "%s  %s  %s"
            .formatted(
                paint.bold(deployment.endpoint()),
                deployment.brings(),
                printer.state(deployment.state())));
    Table table = new Table(paint);
    for (StepLines.StepLine step : StepLines.of(deployment, course.events(), clock.get())) {
      table.row("  " + mark(step), step.name(), Span.of(step.took()), step.note());
    }
    lines.addAll(table.lines());
    if (!deployment.traffic().isEmpty()) lines.add("    " + paint.dim(deployment.traffic()));
    return lines;
  }

  private String mark(StepLines.StepLine step) {
    Paint paint = printer.paint();
    if (!step.over()) return paint.busy(TURNS[turn % TURNS.length]);
    return step.undone() ? paint.warning("↩") : paint.good("✓");
  }
}
