package dev.slipway.simulator.serving;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A running model container, as SageMaker's contract has it ("Use Your Own Inference Code with
 * Hosting Services"): {@code GET /ping} and {@code POST /invocations}. Safe for many threads.
 */
public sealed interface Container permits BuiltInContainer, HttpContainer, ContainerGroup {

  /** Whether {@code GET /ping} answers 200. */
  boolean ping();

  /** {@code POST /invocations}. */
  Answer invoke(Invocation invocation);

  /**
   * {@code POST /invocations}, the answer part by part. An error comes whole, in the head.
   *
   * @return what is known before the first part, and the parts
   */
  Streamed stream(Invocation invocation);

  /** How long a request keeps one of the instance's processors busy, in the machine's time. */
  default Duration computing() {
    return Duration.ZERO;
  }

  /** Ends it; called once nothing is outstanding any more. */
  void stop();

  /** How long a model may take to answer ("Use Your Own Inference Code with Hosting Services"). */
  Duration ANSWER = Duration.ofSeconds(60);

  /**
   * A request to the model.
   *
   * @param contentType null when the caller gave none
   * @param target the host name of the one container that is meant; null for whatever serves
   * @param session {@code NEW_SESSION} or the id of one; null for none
   * @param timeout how long the answer may take, in the machine's time
   */
  record Invocation(
      byte[] body,
      @Nullable String contentType,
      @Nullable String accept,
      @Nullable String customAttributes,
      @Nullable String target,
      @Nullable String session,
      Duration timeout) {}

  /**
   * An answer that comes in parts.
   *
   * @param head the answer without its body, except where it is an error
   */
  record Streamed(Answer head, Parts parts) {

    /** An answer that is there already. */
    public static Streamed of(Answer whole) {
      return new Streamed(
          whole.isError() ? whole : whole.without(),
          Parts.of(whole.isError() ? new byte[0] : whole.body()));
    }

    Streamed by(String name) {
      return new Streamed(head.by(name), parts);
    }

    Streamed after(Duration earlier) {
      return new Streamed(head.after(earlier), parts);
    }
  }

  /**
   * The model's answer.
   *
   * @param status the container's own HTTP status; 0 when it gave none in time
   * @param hold how much longer the model takes than its computing does, in the machine's time
   * @param container the name of the container that gave it, as AWS's messages have it
   * @param openedSession {@code <id>; Expires=<time>} when it opened a session; null otherwise
   * @param closedSession the session that it closed; null for none
   */
  record Answer(
      int status,
      byte[] body,
      String contentType,
      @Nullable String customAttributes,
      Duration hold,
      String container,
      @Nullable String openedSession,
      @Nullable String closedSession) {

    /** An answer of a model's only container, outside of sessions. */
    public Answer(
        int status,
        byte[] body,
        String contentType,
        @Nullable String customAttributes,
        Duration hold) {
      this(status, body, contentType, customAttributes, hold, "primary", null, null);
    }

    /** Whether the model gave no answer, or that of a failure. */
    public boolean isError() {
      return status == 0 || status >= 400;
    }

    Answer without() {
      return new Answer(
          status,
          new byte[0],
          contentType,
          customAttributes,
          hold,
          container,
          openedSession,
          closedSession);
    }

    Answer by(String name) {
      return new Answer(
          status, body, contentType, customAttributes, hold, name, openedSession, closedSession);
    }

    Answer after(Duration earlier) {
      return new Answer(
          status,
          body,
          contentType,
          customAttributes,
          hold.plus(earlier),
          container,
          openedSession,
          closedSession);
    }

    Answer opening(String session) {
      return new Answer(
          status, body, contentType, customAttributes, hold, container, session, closedSession);
    }

    Answer closing(String session) {
      return new Answer(
          status, body, contentType, customAttributes, hold, container, openedSession, session);
    }
  }
}
