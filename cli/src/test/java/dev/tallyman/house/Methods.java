package dev.tallyman.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** How long methods are, as the compiler reads them. */
final class Methods {
  private Methods() {}

  /** Lines from the opening brace to the closing one, by file and method. */
  static Map<String, Long> lengths(List<JavaSource> sources) throws IOException {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null,
                    null,
                    null,
                    List.of("-proc:none"),
                    null,
                    sources.stream().map(Text::new).toList());
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    Map<String, Long> lengths = new TreeMap<>();
    for (CompilationUnitTree unit : task.parse()) {
      new Scanner(unit, positions, lengths).scan(unit, null);
    }
    return lengths;
  }

  private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Map<String, Long> lengths;

    Scanner(CompilationUnitTree unit, SourcePositions positions, Map<String, Long> lengths) {
      this.unit = unit;
      this.positions = positions;
      this.lengths = lengths;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      if (method.getBody() != null) {
        LineMap lines = unit.getLineMap();
        long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
        String file = unit.getSourceFile().getName().substring(1);
        String name = file + ": " + method.getName();
        lengths.merge(name, last - first + 1, Math::max);
      }
      return super.visitMethod(method, null);
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(JavaSource source) {
      super(URI.create("string:///" + source.name()), JavaFileObject.Kind.SOURCE);
      this.text = source.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
