package dev.flowcell.kernel.java.classes;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which class has the methods of a class now. Who was compiled against the first one calls it; from
 * there {@link ClassRewriter} leads on to the latest, once there is another. Thread-safe.
 */
final class Links {

  /** Of the first class: whether its methods go on to another's. */
  static final String FLAG = "again$";

  private record Link(MethodHandles.Lookup from, String method, MutableCallSite site) {

    void lead(Class<?> to) throws ReflectiveOperationException {
      site.setTarget(from.findStatic(to, method, site.type()));
    }
  }

  private final Map<String, Class<?>> latest = new HashMap<>();

  /** By the name of the first class. */
  private final Map<String, List<Link>> links = new HashMap<>();

  /** The name of the class that has taken the part of one of that name, or the same. */
  synchronized String latest(String first) {
    Class<?> now = latest.get(first);
    return now == null ? first : now.getName();
  }

  /** From now on the methods of the latest class are called. */
  synchronized void lead(Class<?> first, Class<?> to) throws ReflectiveOperationException {
    latest.put(first.getName(), to);
    List<Link> from = links.getOrDefault(first.getName(), List.of());
    for (Link each : from) {
      each.lead(to);
    }
    MutableCallSite.syncAll(from.stream().map(Link::site).toArray(MutableCallSite[]::new));
    Field flag = first.getDeclaredField(FLAG);
    flag.setAccessible(true);
    flag.set(null, true);
  }

  /** For the methods of first classes: what leads on to the latest. */
  synchronized CallSite link(MethodHandles.Lookup from, String method, MethodType type)
      throws ReflectiveOperationException {
    String first = from.lookupClass().getName();
    Link link = new Link(from, method, new MutableCallSite(type));
    link.lead(latest.getOrDefault(first, from.lookupClass()));
    links.computeIfAbsent(first, each -> new ArrayList<>()).add(link);
    return link.site();
  }
}
