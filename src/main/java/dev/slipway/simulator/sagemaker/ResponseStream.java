package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.fault.Cut;
import dev.slipway.simulator.time.Timeline;
import dev.slipway.simulator.wire.EventStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's answer told to a client part by part, for 8 minutes of AWS time at the most. Where it
 * does not come to its end, the last event says why: {@code ModelStreamError} with the code {@code
 * StreamBroken} or {@code ModelInvocationTimeExceeded}, or {@code InternalStreamFailure}.
 */
final class ResponseStream implements EventStream.Source {

  private static final Logger LOG = LoggerFactory.getLogger(ResponseStream.class);
  private static final Duration LONGEST = Duration.ofMinutes(8);

  private final OpenAnswer open;
  private final World world;
  private volatile boolean tooLong;

  ResponseStream(OpenAnswer open, World world) {
    this.open = open;
    this.world = world;
  }

  @Override
  public void tell(EventStream events) {
    Timeline.Event limit =
        world.timeline().at(open.began().plus(LONGEST), "a response stream is over", this::end);
    try {
      open.complete(parts(events));
    } catch (IOException broken) {
      // Recorded before it is told: whoever is told may look at the metrics at once.
      open.brokenOff();
      events.exception(
          "ModelStreamError",
          tooLong
              ? Map.of(
                  "Message",
                  "The model failed to finish sending the response within the timeout period"
                      + " allowed by Amazon SageMaker.",
                  "ErrorCode",
                  "ModelInvocationTimeExceeded")
              : Map.of(
                  "Message",
                  "The Transmission Control Protocol (TCP) connection between the client and the"
                      + " model was reset or closed.",
                  "ErrorCode",
                  "StreamBroken"));
    } catch (SageMakerFailed failed) {
      LOG.debug("A response stream fails as it was asked to");
      open.brokenOff();
      events.exception(
          "InternalStreamFailure",
          Map.of(
              "Message",
              "The stream processing failed because of an unknown error, exception or failure. Try"
                  + " your request again."));
    } finally {
      limit.cancel();
      open.brokenOff();
    }
  }

  @Override
  public void discard() {
    open.brokenOff();
  }

  private byte[] parts(EventStream events) throws IOException, SageMakerFailed {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Cut cut = open.cut().orElse(null);
    for (int told = 0; ; told++) {
      if (cut != null && told == cut.parts()) {
        if (cut.internal()) {
          throw new SageMakerFailed();
        }
        throw new IOException("a fault was asked for");
      }
      byte[] part = open.parts().next();
      if (part == null) {
        break;
      }
      if (tooLong) {
        throw new IOException("too long");
      }
      events.event("PayloadPart", part);
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  private void end() {
    tooLong = true;
    open.parts().close();
  }

  /** Not the model, but what is between it and the client. */
  private static final class SageMakerFailed extends Exception {}
}
