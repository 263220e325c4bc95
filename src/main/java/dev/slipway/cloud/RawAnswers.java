package dev.slipway.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Keeps the bytes of AWS's answers while somebody asks for them: what the SDK does not know it
 * drops without a word, and only the bytes tell.
 */
final class RawAnswers implements ExecutionInterceptor {

  private static final ScopedValue<Kept> BOUND = ScopedValue.newInstance();

  /** One answer: its bytes, and what the SDK made of them. */
  record Answer(String operation, byte[] body, SdkResponse read) {}

  /** The answers of a piece of work, in order. */
  static final class Kept {
    private final List<Answer> answers = new ArrayList<>();
    private byte[] latest = new byte[0];

    /** The answers to one operation. */
    List<Answer> to(String operation) {
      return answers.stream().filter(one -> one.operation.equals(operation)).toList();
    }

    /** Runs a look and keeps what AWS answers meanwhile. */
    <T> T during(Supplier<T> look) {
      return ScopedValue.where(BOUND, this).call(look::get);
    }
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (!BOUND.isBound()) return context.responseBody();
    Kept kept = BOUND.get();
    kept.latest = context.responseBody().map(RawAnswers::bytes).orElse(new byte[0]);
    return Optional.of(new ByteArrayInputStream(kept.latest));
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    if (!BOUND.isBound()) return;
    Kept kept = BOUND.get();
    String operation =
        String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    kept.answers.add(new Answer(operation, kept.latest, context.response()));
  }

  private static byte[] bytes(InputStream body) {
    try (body) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
