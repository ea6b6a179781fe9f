package dev.flowcell.kernel.java.classes;

import dev.flowcell.kernel.java.code.CellClassNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Parts a class whose static methods are of several cells, as overloads are: a class has one file
 * for stack traces. The methods of each further cell go to a class of their own, in the same nest;
 * those that others call call them there, and have no line, which stack traces leave out.
 */
final class ClassByCell {

  /** A class of one cell. */
  record Part(ClassNode node, String file) {

    String name() {
      return node.name.replace('/', '.');
    }

    byte[] bytes() {
      ClassWriter writer = new ClassWriter(0);
      node.accept(writer);
      return writer.toByteArray();
    }
  }

  private final ClassNode whole = new ClassNode();

  private ClassByCell(byte[] bytes) {
    new ClassReader(bytes).accept(whole, 0);
  }

  /**
   * Parts a class.
   *
   * @param file the cell of a line of the class
   * @return what it becomes, itself first; nothing else where all of it is of one cell
   */
  static List<Part> parts(byte[] bytes, IntFunction<String> file) {
    ClassByCell parted = new ClassByCell(bytes);
    return parted.parts(parted.methods(file));
  }

  private List<Part> parts(Map<String, List<MethodNode>> methods) {
    List<Part> parts = new ArrayList<>();
    String name = CellClassNames.partOf(whole.name.replace('/', '.'));
    methods.forEach(
        (file, ofFile) ->
            parts.add(
                parts.isEmpty()
                    ? new Part(whole, file)
                    : new Part(move(ofFile, file, name + "_" + parts.size()), file)));
    return parts;
  }

  /** The methods by their cells, beginning with that of the constructor. */
  private Map<String, List<MethodNode>> methods(IntFunction<String> file) {
    return whole.methods.stream()
        .collect(
            Collectors.groupingBy(
                method -> file.apply(firstLine(method)), LinkedHashMap::new, Collectors.toList()));
  }

  private static int firstLine(MethodNode method) {
    return StreamSupport.stream(method.instructions.spliterator(), false)
        .filter(LineNumberNode.class::isInstance)
        .mapToInt(line -> ((LineNumberNode) line).line)
        .findFirst()
        .orElse(1);
  }

  /** Moves methods to a class of their own. */
  private ClassNode move(List<MethodNode> methods, String file, String name) {
    ClassNode own = new ClassNode();
    String internal = name.replace('.', '/');
    own.visit(whole.version, Opcodes.ACC_SUPER, internal, null, "java/lang/Object", null);
    own.visitSource(file, null);
    own.visitNestHost(whole.name);
    whole.visitNestMember(internal);
    Set<String> moved = methods.stream().map(ClassByCell::key).collect(Collectors.toSet());
    for (MethodNode method : methods) {
      if ((method.access & Opcodes.ACC_PRIVATE) != 0) {
        whole.methods.remove(method); // a lambda of theirs
      } else {
        whole.methods.set(whole.methods.indexOf(method), call(method, internal));
      }
      own.methods.add(method);
      method.instructions.forEach(each -> callLambdas(each, internal, moved));
    }
    return own;
  }

  private static String key(MethodNode method) {
    return method.name + method.desc;
  }

  /** A method that calls its moved self. */
  private static MethodNode call(MethodNode moved, String owner) {
    MethodNode call =
        new MethodNode(moved.access, moved.name, moved.desc, moved.signature, exceptions(moved));
    int size = 0;
    for (Type parameter : Type.getArgumentTypes(moved.desc)) {
      call.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), size);
      size += parameter.getSize();
    }
    Type result = Type.getReturnType(moved.desc);
    call.visitMethodInsn(Opcodes.INVOKESTATIC, owner, moved.name, moved.desc, false);
    call.visitInsn(result.getOpcode(Opcodes.IRETURN));
    call.visitMaxs(Math.max(size, result.getSize()), size);
    return call;
  }

  private static String[] exceptions(MethodNode method) {
    return method.exceptions.toArray(String[]::new);
  }

  /** A lambda is a private method, which moves with the one it is in. */
  private void callLambdas(AbstractInsnNode instruction, String owner, Set<String> moved) {
    if (!(instruction instanceof InvokeDynamicInsnNode made)) {
      return;
    }
    for (int i = 0; i < made.bsmArgs.length; i++) {
      if (made.bsmArgs[i] instanceof Handle handle
          && handle.getOwner().equals(whole.name)
          && moved.contains(handle.getName() + handle.getDesc())) {
        made.bsmArgs[i] =
            new Handle(handle.getTag(), owner, handle.getName(), handle.getDesc(), false);
      }
    }
  }
}
