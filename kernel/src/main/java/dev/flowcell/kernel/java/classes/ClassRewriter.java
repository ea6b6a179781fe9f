package dev.flowcell.kernel.java.classes;

import dev.flowcell.kernel.java.code.CellClassNames;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes a class that JShell compiled fit for a cell: it can be interrupted, cannot end the kernel,
 * shows figures inline, and its stack traces name the cell and the cell's line.
 */
public final class ClassRewriter {

  private static final String CALLS = Type.getInternalName(CellCalls.class);
  private static final String PLOT = "tech/tablesaw/plotly/Plot";
  private static final String FIGURE = "Ltech/tablesaw/plotly/components/Figure;";
  private static final String STRING = "Ljava/lang/String;";
  private static final String FILE = "Ljava/io/File;";
  private static final String OBJECT = "Ljava/lang/Object;";

  private static final int FLAG = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private static final Handle LATEST =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          CALLS,
          "latest",
          MethodType.methodType(
                  CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class)
              .toMethodDescriptorString(),
          false);

  /** What is called instead: descriptor behind owner and name, to a static method of CellCalls. */
  private static final Map<String, Redirect> REDIRECTS =
      Map.of(
          "java/lang/System.exit(I)V",
          new Redirect("exit", "(I)V"),
          "java/lang/Runtime.exit(I)V",
          new Redirect("exit", "(Ljava/lang/Runtime;I)V"),
          "java/lang/Runtime.halt(I)V",
          new Redirect("exit", "(Ljava/lang/Runtime;I)V"),
          PLOT + ".show(" + FIGURE + ")V",
          new Redirect("show", "(" + OBJECT + ")V"),
          PLOT + ".show(" + FIGURE + STRING + ")V",
          new Redirect("show", "(" + OBJECT + STRING + ")V"),
          PLOT + ".show(" + FIGURE + FILE + ")V",
          new Redirect("show", "(" + OBJECT + FILE + ")V"),
          PLOT + ".show(" + FIGURE + STRING + FILE + ")V",
          new Redirect("show", "(" + OBJECT + STRING + FILE + ")V"));

  private record Redirect(String name, String descriptor) {}

  private ClassRewriter() {}

  /**
   * Rewrites a class.
   *
   * @param file what stack traces show as its file, such as {@code In [4]}
   * @param lines from a line of the compiled source to the line of the cell
   */
  public static byte[] rewrite(byte[] original, String file, IntUnaryOperator lines) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new CellClass(writer, file, lines), 0);
    return writer.toByteArray();
  }

  private static final class CellClass extends ClassVisitor {
    private final String file;
    private final IntUnaryOperator lines;
    private String name = "";

    /** Whether others are compiled against it, so that further editions need its methods. */
    private boolean first;

    CellClass(ClassVisitor next, String file, IntUnaryOperator lines) {
      super(ClassSignature.ASM, next);
      this.file = file;
      this.lines = lines;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      super.visit(version, access, name, signature, superName, interfaces);
      this.name = name;
      first = CellClassNames.isAround(name.replace('/', '.'));
    }

    @Override
    public void visitSource(@Nullable String source, @Nullable String debug) {
      super.visitSource(file, debug);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new CellMethod(
          first && ClassSignature.isDeclared(access, name)
              ? new LedOn(method, this.name, name, descriptor)
              : method,
          lines);
    }

    @Override
    public void visitEnd() {
      if (first) {
        super.visitField(FLAG, Links.FLAG, "Z", null, null).visitEnd();
      }
      super.visitEnd();
    }
  }

  /** A method that goes on to the one that was declared in its place, once there is one. */
  private static final class LedOn extends MethodVisitor {
    private final String owner;
    private final String name;
    private final String descriptor;

    LedOn(MethodVisitor next, String owner, String name, String descriptor) {
      super(ClassSignature.ASM, next);
      this.owner = owner;
      this.name = name;
      this.descriptor = descriptor;
    }

    /** The flag needs not be volatile: what {@link CellCalls#check} reads is, at each turn. */
    @Override
    public void visitCode() {
      super.visitCode();
      Label body = new Label();
      super.visitFieldInsn(Opcodes.GETSTATIC, owner, Links.FLAG, "Z");
      super.visitJumpInsn(Opcodes.IFEQ, body);
      int local = 0;
      for (Type parameter : Type.getArgumentTypes(descriptor)) {
        super.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
        local += parameter.getSize();
      }
      super.visitInvokeDynamicInsn(name, descriptor, LATEST);
      super.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
      super.visitLabel(body);
      super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    @Override
    public void visitMaxs(int stack, int locals) {
      int sizes = Type.getArgumentsAndReturnSizes(descriptor);
      super.visitMaxs(Math.max(stack, Math.max((sizes >> 2) - 1, Math.max(1, sizes & 3))), locals);
    }
  }

  private static final class CellMethod extends MethodVisitor {
    private final IntUnaryOperator lines;
    private final Set<Label> behind = new HashSet<>();

    CellMethod(MethodVisitor next, IntUnaryOperator lines) {
      super(ClassSignature.ASM, next);
      this.lines = lines;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      check();
    }

    @Override
    public void visitLabel(Label label) {
      behind.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
      if (behind.contains(target)) {
        check();
      }
      super.visitJumpInsn(opcode, target);
    }

    @Override
    public void visitLineNumber(int line, Label start) {
      super.visitLineNumber(lines.applyAsInt(line), start);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      Redirect redirect = REDIRECTS.get(owner + "." + name + descriptor);
      if (redirect == null) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        return;
      }
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, CALLS, redirect.name(), redirect.descriptor(), false);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Object[] redirected = arguments.clone();
      for (int i = 0; i < redirected.length; i++) {
        if (redirected[i] instanceof Handle handle) {
          redirected[i] = redirected(handle);
        }
      }
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
    }

    /** A method reference such as {@code System::exit}. */
    private static Handle redirected(Handle handle) {
      Redirect redirect =
          REDIRECTS.get(handle.getOwner() + "." + handle.getName() + handle.getDesc());
      return redirect == null
          ? handle
          : new Handle(
              Opcodes.H_INVOKESTATIC, CALLS, redirect.name(), redirect.descriptor(), false);
    }

    /** Needs no stack map frame: a call of a static method that takes and leaves nothing. */
    private void check() {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "check", "()V", false);
    }
  }
}
