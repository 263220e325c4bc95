package dev.slipway.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One line for every change, as logs want it. */
final class LineProgress implements Progress {

  private final Printer printer;
  private final boolean several;
  private final Set<String> told = new HashSet<>();
  private final Map<Course, String> standing = new HashMap<>();

  LineProgress(Printer printer, int courses) {
    this.printer = printer;
    this.several = courses > 1;
  }

  @Override
  public void show(List<Course> courses) {
    courses.forEach(this::show);
  }

  private void show(Course course) {
    Deployment begun = course.deployment();
    if (begun != null && begun.end() == null && told.add(begun.id())) printer.say(begins(begun));
    for (Event event : course.events()) {
      if (!told.add(event.id())) continue;
      line(course, Printer.moment(event.at()), event.told("state"), event.summary());
      standing.put(course, stripped(event.summary()));
    }
    String stands = stands(course);
    if (stands.isEmpty() || stripped(stands).equals(standing.put(course, stripped(stands)))) return;
    Deployment deployment = course.deployment();
    line(course, " ".repeat(20), deployment == null ? "" : deployment.state(), stands);
  }

  private static String begins(Deployment deployment) {
    Plan plan = deployment.plan();
    String about =
        plan == null || plan.expectedSeconds() == null
            ? ""
            : ", about " + Span.of(Duration.ofSeconds(plan.expectedSeconds().total()));
    return "%s: %s, deployment %s%s"
        .formatted(deployment.endpoint(), deployment.brings(), deployment.id(), about);
  }

  /** What is said twice differs in its full stop at most. */
  private static String stripped(String text) {
    return text.replaceAll("\\.+$", "");
  }

  /** What it waits for, and who serves meanwhile. */
  private static String stands(Course course) {
    Deployment deployment = course.deployment();
    if (course.end() != null) return "";
    if (deployment == null) return beforeItBegins(course);
    if (deployment.waitingFor() == null) return "";
    String traffic = deployment.traffic();
    return "Waiting for "
        + deployment.waitingFor()
        + (traffic.isEmpty() ? "" : " (" + traffic + ")");
  }

  private static String beforeItBegins(Course course) {
    return Optional.ofNullable(course.promotion())
        .flatMap(Promotion::putOffLine)
        .orElse(course.pending() ? "Waiting for its gates." : "");
  }

  private void line(Course course, String moment, String state, String text) {
    String who = several ? course.endpoint() + "  " : "";
    printer.say(
        "%s  %s%s%s  %s"
            .formatted(
                moment,
                who,
                printer.state(state),
                " ".repeat(Math.max(0, 12 - state.length())),
                text));
  }

  @Override
  public void note(String line) {
    printer.say(line);
  }

  @Override
  public void finish(List<Course> courses) {
    show(courses);
  }
}
