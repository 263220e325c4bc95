package dev.slipway.testing;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Begins with the packages whose classes take longest, since they wait for processes and for
 * deployments: eight run at a time, and none of those should go on alone at the end.
 */
public final class WholeApplicationsFirst implements ClassOrderer {

  private static final Set<String> LONGEST = Set.of("cli", "promotion", "rollout", "local");

  @Override
  public void orderClasses(ClassOrdererContext context) {
    List<? extends ClassDescriptor> classes = context.getClassDescriptors();
    classes.sort(
        Comparator.comparing(
            one -> !LONGEST.contains(lastPart(one.getTestClass().getPackageName()))));
  }

  private static String lastPart(String packageName) {
    return packageName.substring(packageName.lastIndexOf('.') + 1);
  }
}
