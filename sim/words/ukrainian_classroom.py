"""Ukrainian of the classroom: battles, lessons, nomogram and worksheet."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CLASSROOM"]

CLASSROOM: Mapping[str, str] = {
    "problem.too_long": "темп, помножений на кількість діб, понад {most:g}: вкажіть коротший час",
    "problem.too_dense": "вогонь, що може вразити за добу у {pace:g} разів більше людей, ніж є; простежити можна"
    " щонайбільше {most:g}",
    "problem.times": "times: має бути одна вісь діб, що не спадають, від 0 до {days:g}",
    "problem.integration": "рівняння цього бою не вдається простежити; вкажіть коротший час або менші hit_rate",
    "problem.own_input": "{path}: це файл, з якого створено сторінку; вкажіть інший",
    "problem.unwritable": "{path}: не вдалося записати: {reason}",
    "problem.suffix": "{path}: назва має закінчуватися на {allowed}",
    "problem.no_battle": "{name} не є ані вбудованим боєм, ані файлом{near}; відомі: {known}",
    "lanchester.day": "доба",
    "lanchester.used_up": "Сторона {side} вичерпана через {days} доби.",
    "lanchester.undecided": "За цей час жодна сторона не вичерпана сама.",
    "lanchester.winner": "Перемагає {side}; наприкінці лишається {count}.",
    "lanchester.drift": "Відносне відхилення величини {quantity}, сталої між підкріпленнями: {drift}.",
    "lanchester.fit_heading": "ln(втрати союзників / втрати німців) залежно від ln(сили німців / сили союзників):",
    "lanchester.fit": "  {count:>6}, доби від {first_day} до {last_day}: нахил {slope} (стандартна похибка"
    " {slope_error}), R2 {r_squared}",
    "lanchester.fit_words": "Квадратичний закон каже: нахил 1, лінійний: 0. За всю операцію співвідношення сил"
    " не пояснює майже нічого.",
    # the nomogram
    "nomogram.title": "На скільки діб вистачить військ?",
    "nomogram.formula": "доби = військо / втрати на добу",
    "nomogram.formula_net": "доби = військо / (втрати на добу × чиста частка)",
    "nomogram.troops": "військо|на лінії",
    "nomogram.rate": "втрати|на добу",
    "nomogram.days": "доби|валові",
    "nomogram.net_days": "доби|чисті",
    "nomogram.share": "чиста частка|втрат",
    "nomogram.first": "1. Прикладіть лінійку до війська та втрат на добу; прочитайте доби на третій шкалі й позначте їх"
    " там.",
    "nomogram.second": "2. Прикладіть лінійку до цієї позначки та чистої частки; прочитайте доби на шкалі між ними.",
    "nomogram.share_is": "Чиста частка: що лишається від щоденних втрат без тих, хто повернувся, і новобранців; 100 %,"
    " якщо таких немає.",
    "nomogram.error": "Позначки, поставлені й прочитані з точністю до пів міліметра, дають доби з похибкою до {days}.",
    "nomogram.error_net": "З точністю до пів міліметра похибка валових діб не перевищує {days}, чистих — {net}.",
    "nomogram.line": "Лінія: {troops} осіб, {rate} втрат на добу: {gross}.",
    "nomogram.net_line": "Лінія: {troops} осіб, {rate} втрат на добу: {gross}; при чистій частці {share}: {days}.",
    "nomogram.gross_only": "Лінія: {troops} осіб, {rate} втрат на добу: валових {gross}. Чистих за моделлю: {days};"
    " на цій діаграмі їх немає.",
    "nomogram.off": "{troops} осіб і {rate} втрат на добу не вміщаються на цій діаграмі; модель каже: {days}.",
}
"""Every text of the classroom by its key."""
