package dev.slipway.simulator;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * A newer SDK's client, which speaks CBOR, behind our SDK's interface: each request is copied into
 * the newer shape member by member, the answer copied back.
 */
public final class CborCloudWatch implements InvocationHandler {

  private static final String MODEL = "software.amazon.awssdk.services.cloudwatch.model.";

  private final NewerCloudWatch newer;

  private CborCloudWatch(NewerCloudWatch newer) {
    this.newer = newer;
  }

  /** A client of the simulator there. */
  public static CloudWatchClient of(URI simulator) {
    return (CloudWatchClient)
        Proxy.newProxyInstance(
            CborCloudWatch.class.getClassLoader(),
            new Class<?>[] {CloudWatchClient.class},
            new CborCloudWatch(new NewerCloudWatch(simulator)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("close")) {
      newer.close();
      return null;
    }
    if (arguments != null && arguments.length == 1 && arguments[0] instanceof SdkPojo request) {
      try {
        Object answer = newer.call(method.getName(), newerShape(request));
        return older(answer, builder(method.getReturnType().getName()));
      } catch (RuntimeException failure) {
        throw older(failure);
      }
    }
    return InvocationHandler.invokeDefault(proxy, method, arguments);
  }

  private Object newerShape(SdkPojo request) {
    return newer(request, newer.builder(request.getClass().getSimpleName()));
  }

  /** Copies a shape of ours into a builder of the newer SDK's. */
  private static Object newer(SdkPojo from, Object builder) {
    Map<String, Object> values = new HashMap<>();
    for (SdkField<?> field : from.sdkFields()) {
      Object value = field.getValueOrDefault(from);
      if (value != null && !value.getClass().getSimpleName().contains("AutoConstruct")) {
        values.put(field.memberName(), value);
      }
    }
    for (Object field : (List<?>) NewerCloudWatch.get(builder, "sdkFields")) {
      Object value = values.get(NewerCloudWatch.get(field, "memberName"));
      if (value != null) {
        NewerCloudWatch.set(field, builder, newer(value, field));
      }
    }
    return NewerCloudWatch.get(builder, "build");
  }

  private static Object newer(Object value, Object field) {
    return switch (value) {
      case SdkPojo shape ->
          newer(shape, NewerCloudWatch.get(NewerCloudWatch.get(field, "constructor"), "get"));
      case List<?> list -> {
        Object member = NewerCloudWatch.member(field);
        List<Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(newer(item, member)));
        yield copy;
      }
      default -> value;
    };
  }

  /** Copies a shape of the newer SDK's into a builder of ours. */
  private static Object older(Object from, SdkPojo builder) {
    Map<Object, Object> values = new HashMap<>();
    for (Object field : (List<?>) NewerCloudWatch.get(from, "sdkFields")) {
      Object value = NewerCloudWatch.value(field, from);
      if (value != null && !value.getClass().getSimpleName().contains("AutoConstruct")) {
        values.put(NewerCloudWatch.get(field, "memberName"), value);
      }
    }
    for (SdkField<?> field : builder.sdkFields()) {
      Object value = values.get(field.memberName());
      if (value != null) {
        field.set(builder, older(value, field));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object older(Object value, SdkField<?> field) {
    if (field.constructor() != null) {
      return older(value, field.constructor().get());
    }
    if (value instanceof List<?> list) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(older(item, member)));
      return copy;
    }
    return value;
  }

  private static CloudWatchException older(RuntimeException failure) {
    Object details = NewerCloudWatch.get(failure, "awsErrorDetails");
    return (CloudWatchException)
        CloudWatchException.builder()
            .message(failure.getMessage())
            .statusCode((Integer) NewerCloudWatch.get(failure, "statusCode"))
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode(String.valueOf(NewerCloudWatch.get(details, "errorCode")))
                    .errorMessage(String.valueOf(NewerCloudWatch.get(details, "errorMessage")))
                    .build())
            .build();
  }

  private static SdkPojo builder(String response) throws ReflectiveOperationException {
    if (!response.startsWith(MODEL)) {
      throw new IllegalArgumentException(response);
    }
    return (SdkPojo) Class.forName(response).getMethod("builder").invoke(null);
  }
}
