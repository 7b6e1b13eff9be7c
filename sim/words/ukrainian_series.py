"""Ukrainian of the page of real series."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SERIES"]

SERIES: Mapping[str, str] = {
    "page.series": "Ряди",
    "stranger.series": "Темп цього сценарію взято з ряду на сторінці «Ряди».",
    "stranger.month": "Темп цього сценарію — середнє за місяць із таблиці програми на сторінці «Ряди», з її джерелом;"
    " число військових задали ви.",
    "month.1": "січень {year}",
    "month.2": "лютий {year}",
    "month.3": "березень {year}",
    "month.4": "квітень {year}",
    "month.5": "травень {year}",
    "month.6": "червень {year}",
    "month.7": "липень {year}",
    "month.8": "серпень {year}",
    "month.9": "вересень {year}",
    "month.10": "жовтень {year}",
    "month.11": "листопад {year}",
    "month.12": "грудень {year}",
    # where the numbers come from
    "real.title": "Самі повідомлені втрати",
    "real.source": "Що показати",
    "real.source.months": "Оприлюднені середні за місяць",
    "real.source.daily": "Власний щоденний ряд",
    "real.where": "Щоденного ряду в програмі немає. Генеральний штаб України щодня повідомляє, скількох російських"
    " військових вважає вбитими й пораненими: це твердження однієї сторони про іншу, округлене до десятків і часом"
    " виправлене. Його оприлюднено як JSON за адресами"
    " https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset (data/russia_losses_personnel.json) і"
    " https://github.com/lod-db/orc-losses (russian-losses.json). Збережіть один із цих файлів, оберіть «Власний"
    " щоденний ряд» і покладіть файл сюди. Придасться будь-яка таблиця зі стовпцем дат і стовпцем чисел за добу або"
    " наростаючих сум.",
    "real.upload": "Файл: JSON або CSV, щонайбільше 1 МБ",
    "real.upload.other": "Інший файл: JSON або CSV, щонайбільше 1 МБ",
    "real.upload.help": "Щоденний ряд досі займає восьму частину 1 МБ. Файл лишається в цьому відвіданні й"
    " забувається разом із ним.",
    "real.larger": "Більший файл, до 10 МБ чи мільйона рядків, читає командний рядок: attrition fit FILE, attrition"
    " forecast FILE --troops {troops}, attrition backtest FILE --troops {troops}.",
    "real.refused": "Цей файл не придатний:",
    "real.read": "{name}: {kind} у стовпці {column}; {about}. Доби від {first} до {last}; найновіший рядок {newest};"
    " sha256 {hash}.",
    "real.total": "наростаюча сума",
    "real.counts": "числа за добу",
    "real.day_before": "число стосується доби перед його датою",
    "real.same_day": "число стосується його дати",
    "real.clean": "Прогалин, повторів, спадань, подвійних дат чи сплесків не знайдено.",
    "real.findings": "Що у файлі дивного, за датами ({count})",
    "real.findings.columns": "Дати|Що|Правило",
    "real.findings.rest": "і ще {count}",
    "real.reading": "Прочитати файл інакше",
    "real.counts.choice": "Числа — це",
    "real.counts.detect": "як визначено",
    "real.counts.cumulative": "наростаюча сума",
    "real.counts.daily": "числа за добу",
    "real.covers.choice": "Число стосується",
    "real.covers.detect": "як у відомих файлах",
    "real.covers.day-before": "доби перед його датою",
    "real.covers.same-day": "його дати",
    "real.gaps.choice": "Те, що ховає прогалина,",
    "real.gaps.spread": "розподілити порівну на її доби",
    "real.gaps.kept": "зарахувати добі, що її закінчує",
    "real.repeats.choice": "Повторена сума — це",
    "real.repeats.kept": "доба без втрат",
    "real.repeats.spread": "прогалина",
    "real.column.choice": "Стовпець чисел, якщо його не знайдено",
    # the window
    "real.window": "Звідки береться темп",
    "real.window.latest": "Останні 30 діб",
    "real.window.quoted": "Вересень 2024",
    "real.window.all": "Усі доби",
    "real.window.first": "Перша доба",
    "real.window.last": "Остання доба",
    "real.spikes.choice": "Сплески",
    "real.spikes.kept": "залишити",
    "real.spikes.spread": "розподілити назад",
    "real.spikes.help": "Сплеск може бути пізнім виправленням, як 15 березня 2022 і 28 лютого 2025. Розподілити назад:"
    " після діб із нулем — порівну на них; інакше те, що вище за сусідні доби, — на 30 діб до нього включно. Сума"
    " не змінюється. Прогнози завжди беруть числа такими, якими їх оприлюднено.",
    "real.rate": "Від {first} до {last}: {total} / {days} = {rate} {rate:втрата|втрати|втрат|втрати} за добу"
    " ({interval}, 5–95 %).",
    "real.brush": "Обведіть доби на графіку або введіть дати вгорі.",
    "real.alt": "Числа за добу від {first} до {last}, обраний проміжок із його середнім і сплески.",
    "real.axis.counts": "повідомлені втрати за добу",
    "real.days": "доба",
    "real.days.mean": "середнє за {days}",
    "real.week": "середнє за 7 діб",
    "real.spikes": "сплеск",
    "real.mean": "середнє проміжку",
    "real.band": "5–95 % середнього",
    "real.fit": "Що кажуть доби проміжку",
    "real.fit.columns": "Міра|Значення|5–95 %",
    "real.fit.rate": "темп, втрат за добу",
    "real.fit.trend": "тренд, % за 30 діб",
    "real.fit.dispersion": "дисперсія / середнє діб",
    "real.fit.day_correlation": "кореляція доби з наступною",
    "real.use": "Узяти як темп",
    "real.use.what": "Відкриває «Що, якби» з цим темпом і його діапазоном, розкидом і кореляцією діб та з файлом, його"
    " хешем і проміжком як джерелом. Тренд не переноситься: зростання за місяць не означає, що зростатиме й наступний."
    " Інтервали походять із блокового бутстрепу, тож розкид і зв’язок діб ураховано.",
    # months
    "real.troops": "Військові",
    "real.limit": "Менше ніж стільки діб",
    "real.months.some": "Військових ({troops}) вистачало менше ніж на {limit} за таких оприлюднених місяців ({count} з"
    " {all}): {months}.",
    "real.months.none": "Військових ({troops}) не вистачало б менше ніж на {limit} за жодного з {all} оприлюднених"
    " місяців.",
    "real.months.span": "{first} – {last}",
    "real.months.claim": "Військові, поділені на середнє за місяць, яке оприлюднило Міністерство оборони Британії за"
    " числами Генерального штабу України: твердження однієї сторони. Місяців без шпильки серед оприлюднених не"
    " знайдено.",
    "real.months.alt": "Кожна шпилька — оприлюднений місяць, над межею або під нею: військових вистачає"
    " менше ніж на {limit} у {count} з {all}.",
    "real.not_under": "{days} чи більше: {count}",
    "real.under": "менше ніж {days}: {count}",
    "real.months.table": "Оприлюднені середні й де вони стоять",
    "real.months.columns": "Місяць|Втрат за добу|Військових вистачає на|Наскільки точно|Оприлюднено",
    "real.month": "Місяць, який узяти",
    "real.month.title": "Військових: {troops}, проти середнього за {month}",
    "real.use.month": "Відкриває «Що, якби» з цим середнім і його адресою. Оприлюднене середнє діапазону не має; його"
    " дає щоденний ряд.",
    "chart.months": "На скільки вистачає за середнього кожного місяця",
    # the forecast
    "real.forecast": "На скільки вистачить від якогось дня",
    "real.forecast.short": "Для прогнозу потрібно {days} даних.",
    "real.forecast.never": "Темп на {day} дорівнює нулю: військових вистачить назавжди.",
    "real.day": "Від початку дня",
    "real.day.help": "Для минулого дня прогноз бере лише те, що було оприлюднено до нього, а поряд показано, що"
    " сталося.",
    "real.forecast.troops": "Військових ({troops}) від {day} вистачить на {days} ({span}, 5–95 %).",
    "real.forecast.casualties": "Утрат ({troops}) від {day} — на {days} ({span}, 5–95 %).",
    "real.forecast.rate": "Темп {rate} за добу, за даними до {known}.",
    "real.became": "Насправді вистачило на {days}.",
    "real.open": "Дані закінчуються, а їх ще не вичерпано: минуло {days}.",
    "real.axis.left": "лишилося військових",
    "real.axis.days": "доби",
    "real.axis.start": "на скільки діб вистачає",
    "real.fan.90": "5–95 %",
    "real.fan.50": "25–75 %",
    "real.fan.middle": "прогноз, середина",
    "real.happened": "що сталося",
    "real.fan.alt": "Військові ({troops}) тануть; віяло закінчується там, де їх вичерпано.",
    "real.quantiles": "На скільки вистачить",
    "real.quantiles.columns": "Імовірність, що вже вичерпано|Доби",
    "real.use.forecast": "Узяти темп прогнозу",
    "real.keep": "Зберегти прогноз (CSV)",
    "real.use.forecast.what": "Перша кнопка відкриває «Що, якби» з темпом прогнозу в поточному сценарії, разом із"
    " поверненням і поповненням. Друга дає квантилі у форматі центрів прогнозів; attrition score FILE SERIES оцінить"
    " їх, коли буде відомо більше діб. Оприлюдніть файл сьогодні: дата у файлі нічого не доводить.",
    "chart.melting": "Скільки лишилося",
    # the track record
    "real.record": "Наскільки цьому вірити",
    "real.record.what": "Той самий прогноз для військових ({troops}) зроблено знову на кожен день від першого початку"
    " з тим, що тоді було відомо, і порівняно з тим, що сталося, поряд із середнім за останній тиждень.",
    "real.since": "Перший початок",
    "real.record.ask": "Оцінити прогнози для військових ({troops})",
    "real.record.wait": "Прогнози робляться знову, на кожен минулий день",
    "real.record.kind": "Початки від {first} до {last}: прогнози заднім числом, без погляду наперед. Числа методу"
    " обрано, бачачи частину цих днів; чистою перевіркою будуть лише дні, що настануть.",
    "real.record.alt": "Для кожного початку прогноз з інтервалом і на скільки справді вистачило: інтервал 90 % накрив"
    " {held}.",
    "real.scores": "Оцінки тих самих початків",
    "real.scores.columns": "Метод|Початки|Ще тривають|CRPS, доби|50 % накрили|90 % накрили|Похибка|Зсув",
    "real.contender.forecast": "прогноз",
    "real.contender.trailing_7": "середнє за 7 діб",
    "real.contender.trailing_14": "середнє за 14 діб",
    "real.contender.trailing_30": "середнє за 30 діб",
    "real.contender.last_published_month": "останній оприлюднений місяць",
    "chart.record": "Передбачене й справжнє",
    "chart.levels": "Що накрили інтервали",
    "real.axis.level": "що каже про себе інтервал",
    "real.axis.held": "що він накрив",
    "real.level.exact": "як має бути",
    "real.level.forecast": "прогноз",
    "real.level.week": "середнє за тиждень",
    "real.level.alt": "Інтервал 50 % прогнозу накрив {half} того, що сталося.",
    "real.levels.columns": "Інтервал|Прогноз|Середнє за тиждень",
    # what is found in a series, and what cannot be used of it
    "series.bad_row": "{name}: рядок {row}: {problem}",
    "series.wide": "клітинок більше, ніж стовпців у першому рядку: {value}; число з комами потрібно взяти в лапки",
    "series.too_large": "більший за {megabytes} МБ",
    "series.too_many_rows": "має понад {most} рядків",
    "series.workbook": "це електронна таблиця чи архів, а не текст: збережіть аркуш як CSV UTF-8",
    "series.no_text": "не є текстом UTF-8 (байт {byte}): збережіть як CSV UTF-8",
    "series.no_rows": "немає рядків із датою та числом",
    "series.no_json": "не JSON: {reason}",
    "series.too_deep": "не таблиця: списки чи об’єкти вкладено глибше, ніж будь-хто пише",
    "series.twice": "два стовпці мають назву {column}: перейменуйте один",
    "series.no_names": "перший рядок має називати стовпці, як date,casualties; а він {line!r}",
    "series.no_list": "має бути списком рядків, кожен із датою та числом",
    "series.no_csv": "не CSV: {reason}",
    "series.no_dates": "немає стовпця дат на зразок 2024-09-30 чи 30.09.2024; стовпці: {columns}",
    "series.no_column": "немає стовпця {column}{near}; стовпці: {columns}",
    "series.which_column": "у якому стовпці числа? Назвіть його (--column); стовпці: {columns}",
    "series.no_date": "{value} не є датою на зразок 2024-09-30 чи 30.09.2024 від 1900 до 2199 року",
    "series.no_count": "{value} не є кількістю людей від 0 до 1 000 000 000",
    "series.points": "{value}: тисячі з крапкою чи десяткові? Запишіть тисячі без неї, а десяткові з іншою"
    " кількістю знаків, ніж три",
    "series.too_short": "менше ніж {least} придатні рядки",
    "series.turned": "{name}: від {start} до {end}: перший день пізніший за останній; ряд має дані від {first} до"
    " {last}",
    "series.no_window": "{name}: від {start} до {end}: ряд має дані від {first} до {last}",
    "series.no_forecast": "{name}: немає прогнозу на {day}: дозволено від {first} до {last}, де відомо 30 діб даних",
    "series.few_days": "{name}: діб із даними: {days}; для прогнозу потрібно щонайменше {least}",
    "series.no_starts": "{name}: жоден початок від {start} до {end} не має 30 діб і повного місяця до та доби після",
    "series.no_rate": "{name}: немає втрат від {start} до {end}: темп не оцінити",
    "series.short_window": "{name}: від {start} до {end}: для оцінки потрібно щонайменше {least} діб",
    "series.days": "від {first} до {last}",
    "series.finding": "{days}: {what}; {rule}",
    "series.empty": "порожня комірка або позначка порожньої (n/a, null, -)",
    "series.before": "дата раніша за перший день, {amount}",
    "series.future": "дата пізніша за сьогодні",
    "series.stale": "вік найновішого рядка, діб: {amount}",
    "series.duplicate": "дату подано ще раз, {amount}",
    "series.fall": "сума зменшується на {amount}",
    "series.gap": "даних немає; далі на {amount} більше",
    "series.missing": "даних немає; вставлено {amount}",
    "series.sparse": "лише {amount:.2g} % цих діб мають число: тижневі чи місячні числа не є числами за добу",
    "series.repeat": "та сама сума, що й раніше, {amount}",
    "series.spike": "на {amount} вище за медіану сусідніх діб: надолужено, виправлено або важка доба",
    "series.more": "ще {amount} таких",
    "series.rule.dropped": "пропущено",
    "series.rule.larger": "зараховано більше число",
    "series.rule.highest": "втрат не рахуємо, доки не перевищено найбільшу суму",
    "series.rule.spread": "розподілено порівну на ці дні",
    "series.rule.kept": "залишено як є",
    "series.rule.end": "прогалина, яку зараховано в день, коли вона закінчилася",
    "series.rule.zero": "зараховано нуль",
    "series.rule.week": "середнє за попередній тиждень",
    "series.rule.listed": "лише згадано",
    "series.rule.zeros": "розподілено порівну на цей день і дні з нулем перед ним",
    "series.rule.month": "надлишок розподілено порівну на 30 діб до цього дня включно",
    "kept.day": "{value} не є датою на зразок 2024-09-30",
    "kept.number": "{value} не є числом",
    "kept.format": "має формат {found}; ця програма читає формат {known}",
    "kept.broken": "не є збереженим прогнозом: {reason}",
    "kept.unreadable": "не є збереженим прогнозом: потрібен JSON цієї програми або CSV зі стовпцями origin_date,"
    " target, output_type, output_type_id, value",
    "kept.never": "{name}: темп на {day} дорівнює нулю: військових вистачить назавжди, зберігати нічого",
    "kept.none": "немає квантилів для target на зразок: days covered by 10000",
    "kept.troops": "військові: {why}; дозволено від 1 до 1 000 000 000 осіб",
    "kept.vintage": "зроблено {made} за даними від {vintage}: прогноз не може знати оприлюдненого пізніше",
    "kept.levels": "потрібно три чи більше рівні між 0 і 1, по обидва боки від 0.5, зі скінченними, неспадними добами",
    "kept.no_days": "{name}: прогноз від {day} нема з чим порівняти: ряд має дані від {first} до {last}",
    "kept.horizon": "horizon {horizon}: добу лічать від origin_date; дозволено 0, NA або нічого",
    "kept.held": "Завершилося досі: {ended} з {n}; з них інтервал 90 % накрив {held}.",
    "kept.none_ended": "Завершилося досі: жодного з {n}; про їхні інтервали ще нічого сказати.",
    "kept.endless": "{name}: для діб, на які вистачить військових ({troops}), немає числа: зберігати нічого",
    "series.track": "Для {troops} {troops:військового|військових|військових|військового} інтервал 90 % накрив те, що"
    " сталося, у {held} {held:випадку|випадках|випадках|випадку} зі 100; точка в середньому хибила на {off} %{week}.",
    "series.track.few": "Для {troops} {troops:військового|військових|військових|військового} із початків, що вже"
    " завершилися, інтервал 90 % накрив {held} з {ended}; точка в середньому хибила на {off} %{week}.",
    "series.none_ended": "Для {troops} {troops:військового|військових|військових|військового} оцінювати ще нічого:"
    " початків, що завершилися в межах даних, жодного з {n}.",
    "series.week": ", на {points}"
    " {points:відсотковий пункт|відсоткові пункти|відсоткових пунктів|відсоткового пункту} {better} за середнє"
    " останнього тижня",
    "series.title": "Військових: {troops}, проти темпу від {first} до {last}",
    "series.better": "краще",
    "series.worse": "гірше",
    "series.luck": "Проміжків, що не перекриваються: {windows}. Покриття 90 % може тоді відхилитися на {margin}"
    " {margin:пункт|пункти|пунктів|пункту} суто випадково (дві стандартні похибки).",
}
"""Every text of the page of real series by its key."""
